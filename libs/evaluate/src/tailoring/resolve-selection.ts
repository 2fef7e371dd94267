import type { Severity } from '@staticfire/findings';
import { controlKey, describeUnknown, type Pack, type PackFile, type PackProblem, type Profile } from '../packs/index.ts';
import type { Selection } from '../rules/selection.ts';
import { readAttestations } from './read-attestations.ts';
import type { TailoringDocument } from './read-tailoring.ts';
import { readWaivers } from './read-waivers.ts';
import { describeUnknownProfile, findProfile, selectProfiles } from './select-profiles.ts';
import { UnknownProfileError } from './unknown-profile-error.ts';

export interface SelectionInput {
  readonly tailoring?: TailoringDocument | undefined;
  readonly attestations?: PackFile | undefined;
  /** From flags or the environment; they come before those of the tailoring. */
  readonly profiles?: readonly string[] | undefined;
  readonly failOn?: Severity | 'none' | undefined;
}

export interface ResolvedSelection {
  readonly selection: Selection;
  readonly failOn: Severity | 'none';
}

const DEFAULT_FAIL_ON = 'high';

/** What packs, profiles, tailoring and attestations say together; what is wrong goes to `problems`. Throws UnknownProfileError for a profile of the input. */
export function resolveSelection(packs: readonly Pack[], input: SelectionInput, problems: PackProblem[]): ResolvedSelection {
  const { tailoring } = input;
  if (tailoring !== undefined) checkTailoring(tailoring, packs, problems);
  const { rules = {}, controls = {}, parameters = {}, failOn: ownFailOn } = tailoring?.tailoring ?? {};
  const deselectedControls = deselections(controls);
  const profile = selectProfiles(packs, findProfiles(packs, input, problems), new Set(deselectedControls.keys()));
  const own = Object.entries(rules).flatMap(([id, change]) => (change.severity === undefined ? [] : [[id, change.severity] as const]));
  const severities = new Map([...profile.severities, ...own]);
  return {
    selection: {
      ...profile,
      deselectedRules: deselections(rules),
      deselectedControls,
      severities,
      parameters,
      attestations: input.attestations === undefined ? new Map() : readAttestations(input.attestations, packs, problems),
      waivers: tailoring === undefined ? [] : readWaivers(tailoring, packs, severities, problems),
    },
    failOn: input.failOn ?? ownFailOn ?? profile.failOn ?? DEFAULT_FAIL_ON,
  };
}

function deselections(changes: Readonly<Record<string, { readonly deselect?: string }>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(changes).flatMap(([id, { deselect }]) => (deselect === undefined ? [] : [[id, deselect] as const])));
}

/** Those that were asked for, else those of the tailoring, which have to be there in any case. */
function findProfiles(packs: readonly Pack[], { profiles: asked = [], tailoring }: SelectionInput, problems: PackProblem[]): readonly Profile[] {
  const named = tailoring === undefined ? [] : namedProfiles(packs, tailoring, problems);
  const requested = [...new Set(asked)].map((id) => {
    const profile = findProfile(packs, id);
    if (profile === undefined) throw new UnknownProfileError(describeUnknownProfile(packs, id));
    return profile;
  });
  return requested.length > 0 ? requested : named;
}

function namedProfiles(packs: readonly Pack[], { tailoring, document }: TailoringDocument, problems: PackProblem[]): readonly Profile[] {
  const { profile: named = [] } = tailoring;
  const ids = typeof named === 'string' ? [named] : [...new Set(named)];
  return ids.flatMap((id) => {
    const profile = findProfile(packs, id);
    const path = typeof named === 'string' ? ['profile'] : ['profile', named.indexOf(id)];
    if (profile === undefined) problems.push(document.problem(path, describeUnknownProfile(packs, id)));
    return profile ?? [];
  });
}

/** Everything that a tailoring names has to be there. */
function checkTailoring({ tailoring, document }: TailoringDocument, packs: readonly Pack[], problems: PackProblem[]): void {
  const rules = new Set(packs.flatMap((pack) => pack.rules.map(({ id }) => id)));
  const controls = new Set(packs.flatMap((pack) => pack.controls.map(({ id }) => controlKey(pack.id, id))));
  const byId = new Map(packs.map((pack) => [pack.id, pack]));
  for (const id of Object.keys(tailoring.rules ?? {})) if (!rules.has(id)) problems.push(document.problem(['rules', id], describeUnknown('rule', id, rules)));
  for (const id of Object.keys(tailoring.controls ?? {}))
    if (!controls.has(id)) problems.push(document.problem(['controls', id], describeUnknown('control', id, controls)));
  for (const [packId, values] of Object.entries(tailoring.parameters ?? {})) {
    const pack = byId.get(packId);
    if (pack === undefined) problems.push(document.problem(['parameters', packId], describeUnknown('pack', packId, byId.keys())));
    for (const [name, value] of Object.entries(values)) {
      const problem = pack?.parameters.problemOf(name, value);
      if (problem !== undefined) problems.push(document.problem(['parameters', packId, name], problem));
    }
  }
}
