import { formatFigure } from './format-figure.ts';
import { chartName } from './growth-chart.ts';
import type { Machine } from './machine.ts';
import { machineLines } from './render-scan.ts';
import type { Growth, GrowthPoint, SuiteResult } from './run-suite.ts';
import { fitLine, type Line } from './statistics.ts';

/** The line through the medians of one kind of run. */
export function growthLine(growth: Growth, kind: 'warm' | 'cold'): Line {
  return fitLine(growth.points.map((point) => ({ x: point.x, y: point[kind].value })));
}

/** The page `growth.md`; its charts stand beside it. */
export function renderGrowth({ growth, rounds }: SuiteResult, machine: Machine): string {
  return [
    '# How the cost of a scan grows',
    '',
    `Whole scans, start of Node included, as processes; the median of ${rounds.counted} rounds after one warm-up, with the least and the most; memory is the largest`,
    'peak. Cold: the pages of the image were dropped from the page cache before each run; how, and what stays warm: [scan.md](scan.md). Every image has a true',
    'dm-verity tree. The line of least squares goes through the medians; "off the line" is the farthest that one of them lies from it, as a share of the largest.',
    '',
    ...growth.flatMap(growthSection),
    ...machineLines(machine),
    '',
  ].join('\n');
}

/** One series: its chart, table and lines. */
export function growthSection(growth: Growth): readonly string[] {
  return [
    `## ${growth.title}`,
    '',
    `![${growth.title}](${chartName(growth)})`,
    '',
    `| ${growth.unit} | warm | spread | cold | spread | peak memory |`,
    '|---|---|---|---|---|---|',
    ...growth.points.map(pointLine),
    '',
    ...(['warm', 'cold'] as const).map((kind) => lineText(growth, kind)),
    '',
  ];
}

function pointLine({ x, warm, cold, peak }: GrowthPoint): string {
  const cells = [warm, cold].flatMap(({ value, least, most }) => [`${formatFigure(value)} s`, `${formatFigure(least)}–${formatFigure(most)}`]);
  return `| ${[x, ...cells, `${peak.value} MB`].join(' | ')} |`;
}

function lineText(growth: Growth, kind: 'warm' | 'cold'): string {
  const { slope, intercept, deviation } = growthLine(growth, kind);
  return `* ${kind}: ${formatFigure(intercept)} s + ${formatFigure(slope)} s for each ${growth.unit}; at most ${Math.round(deviation * 100)} % off the line`;
}
