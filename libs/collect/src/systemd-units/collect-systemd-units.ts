import type { LoadedUnit, UnitProblem } from '@staticfire/analyze/systemd';
import { decodeFileName } from '@staticfire/read/bytes';
import { defineBankCollector, type SourceLog } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { quoteLines } from '../evidence/quote-lines.ts';
import type { LoadedSystemd } from '../evidence/read-systemd.ts';
import { describeUnit, isQuotable } from './describe-unit.ts';
import { programFinder } from './find-program.ts';
import { type SystemdUnits, systemdUnits } from './systemd-units.schema.ts';

const MAX_UNITS = 5000;
const MAX_PROBLEMS = 5000;
const MAX_OTHERS = 1000;

type Unit = Exclude<SystemdUnits['units'][number], { readonly $unreadable: unknown }>;
type Problem = Exclude<SystemdUnits['problems'][number], { readonly $unreadable: unknown }>;

export const collectSystemdUnits = defineBankCollector({
  fact: systemdUnits,
  reads: ['bank', 'fileSystem', 'systemd'],
  collect({ bank, fileSystem, systemd }, sources): SystemdUnits | undefined {
    const loaded = systemd(sources);
    const fs = fileSystem('ROOT');
    if (loaded === undefined || fs === undefined) return undefined;
    const { analysis, release, folders, hiddenFolders, errors } = loaded;
    const units = new BoundedList<Unit>(MAX_UNITS, 'units');
    const find = programFinder(fs);
    const listed = analysis.units.filter((unit) => units.add(describeUnit(unit, find)));
    for (const error of errors) units.addError(error);
    quoteSettings(
      listed.map(({ unit }) => unit),
      loaded,
      { bank, partition: 'ROOT' },
      sources,
    );
    return {
      ...(release === undefined ? {} : { release }),
      folders,
      hiddenFolders,
      units: units.elements,
      problems: listProblems(analysis.units.map(({ unit }) => unit)),
      refusedLinks: analysis.refusedLinks.slice(0, MAX_OTHERS),
      orphans: analysis.orphans.slice(0, MAX_OTHERS),
    };
  },
});

/** A drop-in of all services is read for each; its lines are told once. */
function listProblems(units: readonly LoadedUnit[]): SystemdUnits['problems'] {
  const problems = new Map<string, UnitProblem>();
  for (const problem of units.flatMap((unit) => unit.problems)) problems.set(`${problem.path}:${problem.line} ${problem.kind}`, problem);
  const listed = new BoundedList<Problem>(MAX_PROBLEMS, 'problems');
  const sorted = [...problems.values()].sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
  for (const { kind, text, path, line } of sorted) listed.add({ kind, text, file: path, line });
  return listed.elements;
}

/** The lines that settings stand on, but for those with anything of a secret. */
function quoteSettings(
  units: readonly LoadedUnit[],
  { contents }: LoadedSystemd,
  place: { readonly bank: 'A' | 'B'; readonly partition: string },
  sources: SourceLog,
): void {
  const lines = new Map<string, Set<number>>();
  for (const setting of units.flatMap(({ settings }) => settings)) {
    const known = lines.get(setting.path) ?? new Set<number>();
    if (isQuotable(setting)) lines.set(setting.path, known.add(setting.line));
  }
  for (const [path, numbers] of [...lines].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const content = contents.get(path);
    if (content === undefined) continue;
    const quoted = { ...place, path, text: decodeFileName(content), lineEnds: 'systemd' } as const;
    sources.quote(
      quoteLines(
        quoted,
        [...numbers].sort((a, b) => a - b),
      ),
    );
  }
}
