import { type ControlStatus, controlStatuses, type LeftOutText, type PackText, type ScanResult, type Verdict, verdicts } from '@staticfire/findings';

/** One pack of a result: everything in it by what became of it. The figures add up to what the pack has. */
export interface PackTally {
  readonly pack: PackText;
  /** Its rules by verdict. */
  readonly rules: ReadonlyMap<Verdict, number>;
  /** Its controls by status. */
  readonly controls: ReadonlyMap<ControlStatus, number>;
  /** How many of its rules were not judged, as a profile or the tailoring says. */
  readonly deselected: number;
  readonly leftOut: readonly LeftOutText[];
}

export function tallyPacks({ packs, rules, controls, deselected }: ScanResult): readonly PackTally[] {
  return packs.map((pack) => {
    const ours = rules.filter(({ id }) => id.startsWith(`${pack.id}:`));
    const theirs = controls.filter(({ packId }) => packId === pack.id);
    return {
      pack,
      rules: countBy(verdicts, (verdict) => ours.filter((rule) => rule.verdict === verdict).length),
      controls: countBy(controlStatuses, (status) => theirs.filter((control) => control.status === status).length),
      deselected: deselected.filter(({ kind, id }) => kind === 'rule' && id.startsWith(`${pack.id}:`)).length,
      leftOut: pack.leftOut ?? [],
    };
  });
}

/** `166 rules: 150 pass, 16 fail`; undefined when there are none. */
export function describeCounts(noun: string, counts: ReadonlyMap<string, number>): string | undefined {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  return `${total} ${noun}${total === 1 ? '' : 's'}: ${[...counts].map(([name, count]) => `${count} ${name}`).join(', ')}`;
}

function countBy<T>(names: readonly T[], count: (name: T) => number): ReadonlyMap<T, number> {
  return new Map(names.map((name) => [name, count(name)] as const).filter(([, found]) => found > 0));
}
