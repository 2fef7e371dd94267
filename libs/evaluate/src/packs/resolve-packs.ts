import type { LoadedPack } from './loaded-pack.ts';
import { describeUnknown } from './nearest-word.ts';
import type { PackProblem } from './pack-problem.ts';
import { coversRule } from './profile.ts';

/** What no pack can say alone: that the packs it requires are there and form no circle, and that the rules it names exist in them. */
export function resolvePacks(loaded: readonly LoadedPack[], problems: PackProblem[]): void {
  const byId = new Map(loaded.map((each) => [each.pack.id, each]));
  for (const each of loaded) {
    checkRequired(each, byId, problems);
    const cycle = findCycle(each.pack.id, byId);
    if (cycle !== undefined) problems.push(each.header.problem(['requires'], `packs require one another in a circle: ${cycle.join(' → ')}`));
    const ruleIds = reachablePacks(each.pack.id, byId).flatMap((id) => byId.get(id)?.ruleIds ?? []);
    checkControls(each, ruleIds, problems);
    checkProfiles(each, ruleIds, problems);
  }
}

/** A pack's samples, and beneath them those of the packs that it requires: the nearest one counts. */
export function inheritSamples({ pack }: LoadedPack, loaded: readonly LoadedPack[]): ReadonlyMap<string, unknown> {
  const byId = new Map(loaded.map((each) => [each.pack.id, each]));
  const nearestLast = [...reachablePacks(pack.id, byId)].reverse();
  return new Map(nearestLast.flatMap((id) => [...(byId.get(id)?.pack.samples ?? [])]));
}

function checkRequired({ pack, header }: LoadedPack, byId: ReadonlyMap<string, LoadedPack>, problems: PackProblem[]): void {
  for (const [index, id] of pack.requires.entries()) {
    if (!byId.has(id))
      problems.push(header.problem(['requires', index], describeUnknown('pack', id, byId.keys()), { example: '--pack FOLDER loads one of your own' }));
  }
}

/** A way from the pack back to itself; each circle is told for the pack in it that comes first in the alphabet. */
function findCycle(start: string, byId: ReadonlyMap<string, LoadedPack>): readonly string[] | undefined {
  const queue: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  for (let way = queue.shift(); way !== undefined; way = queue.shift()) {
    for (const next of byId.get(way.at(-1)!)?.pack.requires ?? []) {
      if (next === start) return way.every((id) => start <= id) ? [...way, start] : undefined;
      if (!seen.has(next)) queue.push([...way, next]);
      seen.add(next);
    }
  }
  return undefined;
}

/** The pack and all that it requires, directly or through others. */
function reachablePacks(start: string, byId: ReadonlyMap<string, LoadedPack>): readonly string[] {
  const reached = new Set([start]);
  for (const id of reached) for (const next of byId.get(id)?.pack.requires ?? []) reached.add(next);
  return [...reached];
}

function checkControls({ pack, controls }: LoadedPack, ruleIds: readonly string[], problems: PackProblem[]): void {
  for (const [index, control] of pack.controls.entries()) {
    for (const [place, rule] of control.rules.entries()) {
      if (!isKnown(rule, ruleIds))
        problems.push(controls!.problem(['controls', index, 'rules', place], `${describeUnknown('rule', rule, ruleIds)}${hint(rule, pack.id, pack.requires)}`));
    }
  }
}

function checkProfiles({ pack, profiles }: LoadedPack, ruleIds: readonly string[], problems: PackProblem[]): void {
  for (const profile of pack.profiles) {
    const document = profiles.get(profile.id)!;
    for (const [index, word] of profile.rules.entries()) {
      if (!isKnown(word, ruleIds)) problems.push(document.problem(['rules', index], describeUnknown('rule', word, ruleIds)));
    }
    for (const id of Object.keys(profile.severities)) {
      if (!isKnown(id, ruleIds)) problems.push(document.problem(['severities', id], describeUnknown('rule', id, ruleIds)));
    }
  }
}

/** An id that ends in `/` stands for rows that cannot be told. */
function isKnown(word: string, ruleIds: readonly string[]): boolean {
  return ruleIds.some((id) => coversRule(word, id) || (id.endsWith('/') && word.startsWith(id)));
}

/** A rule of a pack that is not required is not found. */
function hint(rule: string, packId: string, requires: readonly string[]): string {
  const owner = rule.split(':')[0]!;
  return owner === packId || requires.includes(owner) ? '' : ` (pack.yaml does not require ${owner})`;
}
