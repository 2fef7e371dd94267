import { formatFigure } from './format-figure.ts';
import type { Growth } from './run-suite.ts';
import { fitLine, type Point } from './statistics.ts';

const WIDTH = 640;
const HEIGHT = 320;
const LEFT = 56;
const RIGHT = 16;
const TOP = 32;
const BOTTOM = 40;
const TICKS = 4;
const KINDS = [
  { kind: 'warm', colour: '#1f6feb' },
  { kind: 'cold', colour: '#8957e5' },
] as const;

/** The file's name beside the page. */
export function chartName({ name }: Pick<Growth, 'name'>): string {
  return `growth-${name}.svg`;
}

/** Medians as points with the spread as a bar, and the line of least squares through them. The same figures give the same text. */
export function growthChart(growth: Growth): string {
  const scale = scaleOf(growth);
  const body = [...axes(growth, scale), ...KINDS.flatMap(({ kind, colour }, index) => series(growth, kind, colour, index, scale))];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(growth.title)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    ...body,
    '</svg>',
    '',
  ].join('\n');
}

interface Scale {
  readonly maxX: number;
  readonly maxY: number;
  readonly x: (value: number) => string;
  readonly y: (value: number) => string;
}

function scaleOf({ points }: Growth): Scale {
  const maxX = Math.max(...points.map(({ x }) => x));
  const maxY = roundUp(Math.max(...points.flatMap(({ warm, cold }) => [warm.most, cold.most])));
  return {
    ...{ maxX, maxY },
    x: (value) => (LEFT + (value / maxX) * (WIDTH - LEFT - RIGHT)).toFixed(1),
    y: (value) => (HEIGHT - BOTTOM - (value / maxY) * (HEIGHT - TOP - BOTTOM)).toFixed(1),
  };
}

/** To 1, 2, 4, 6 or 10 times a power of ten, so that ticks are round. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 2, 4, 6, 10].find((factor) => value <= factor * power)!;
}

function axes({ title, unit, points }: Growth, { maxX, maxY, x, y }: Scale): string[] {
  const ticks = Array.from({ length: TICKS + 1 }, (_, index) => (maxY / TICKS) * index);
  return [
    text(LEFT, 18, title, 'start'),
    ...ticks.flatMap((tick) => [
      `<line x1="${LEFT}" x2="${x(maxX)}" y1="${y(tick)}" y2="${y(tick)}" stroke="#d0d7de"/>`,
      text(LEFT - 6, Number(y(tick)) + 4, `${formatFigure(tick)} s`, 'end'),
    ]),
    ...points.map((point) => text(Number(x(point.x)), HEIGHT - BOTTOM + 16, String(point.x), 'middle')),
    text(WIDTH - RIGHT, HEIGHT - 6, unit, 'end'),
  ];
}

function series({ points }: Growth, kind: 'warm' | 'cold', colour: string, index: number, scale: Scale): string[] {
  const { x, y, maxX } = scale;
  const medians = points.map((point): Point => ({ x: point.x, y: point[kind].value }));
  const { slope, intercept } = fitLine(medians);
  const [top, label] = [TOP + 16 + index * 16, `${kind}: ${formatFigure(intercept)} s + ${formatFigure(slope)} s each`];
  return [
    `<line x1="${x(0)}" x2="${x(maxX)}" y1="${y(intercept)}" y2="${y(intercept + slope * maxX)}" stroke="${colour}" stroke-dasharray="4 3"/>`,
    ...points.map((point) => `<line x1="${x(point.x)}" x2="${x(point.x)}" y1="${y(point[kind].least)}" y2="${y(point[kind].most)}" stroke="${colour}"/>`),
    ...medians.map((point) => `<circle cx="${x(point.x)}" cy="${y(point.y)}" r="3.5" fill="${colour}"/>`),
    `<circle cx="${LEFT + 14}" cy="${top - 4}" r="3.5" fill="${colour}"/>`,
    text(LEFT + 24, top, label, 'start'),
  ];
}

function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="#1f2328">${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
