import { isAtLeast, severities as order, type Severity } from '@staticfire/findings';
import { controlKey, coversRule, describeUnknown, type Pack, type Profile } from '../packs/index.ts';

/** What some profiles select together. */
export interface ProfileSelection {
  readonly profiles: readonly string[];
  readonly rules: ReadonlySet<string> | undefined;
  readonly controls: ReadonlySet<string> | undefined;
  readonly severities: ReadonlyMap<string, Severity>;
  /** The strictest of theirs. */
  readonly failOn?: Severity | 'none';
}

export function findProfile(packs: readonly Pack[], id: string): Profile | undefined {
  return packs.flatMap(({ profiles }) => profiles).find((profile) => profile.id === id);
}

/** `there is no profile x; there are a/b (title), …` */
export function describeUnknownProfile(packs: readonly Pack[], id: string): string {
  const profiles = packs.flatMap((pack) => pack.profiles);
  const list = profiles.map((profile) => `${profile.id} (${profile.title})`).join(', ');
  return `${describeUnknown(
    'profile',
    id,
    profiles.map((profile) => profile.id),
  )}${list === '' ? '; the packs have none' : `; there are ${list}`}`;
}

/** The rules of the profiles' controls and their own, with the most severe of their severities. A deselected control brings no rules. */
export function selectProfiles(packs: readonly Pack[], profiles: readonly Profile[], deselectedControls: ReadonlySet<string>): ProfileSelection {
  if (profiles.length === 0) return { profiles: [], rules: undefined, controls: undefined, severities: new Map() };
  const ruleIds = packs.flatMap((pack) => pack.rules.map(({ id }) => id));
  const selected = profiles.map((profile) => selectProfile(profile, packs, ruleIds, deselectedControls));
  const thresholds = profiles.flatMap(({ failOn }) => failOn ?? []);
  const failOn = strictest(thresholds);
  return {
    profiles: profiles.map(({ id }) => id),
    rules: new Set(selected.flatMap(({ rules }) => rules)),
    controls: new Set(selected.flatMap(({ controls }) => controls)),
    severities: mostSevere(profiles),
    ...(failOn === undefined ? {} : { failOn }),
  };
}

function selectProfile(profile: Profile, packs: readonly Pack[], ruleIds: readonly string[], deselected: ReadonlySet<string>) {
  const packId = profile.id.split('/')[0]!;
  const own = packs.find(({ id }) => id === packId)?.controls.filter(({ id }) => profile.controls.includes(id)) ?? [];
  const active = own.filter(({ id }) => !deselected.has(controlKey(packId, id)));
  return {
    controls: own.map(({ id }) => controlKey(packId, id)),
    rules: [...active.flatMap(({ rules }) => rules), ...ruleIds.filter((id) => profile.rules.some((word) => coversRule(word, id)))],
  };
}

function mostSevere(profiles: readonly Profile[]): ReadonlyMap<string, Severity> {
  const severities = new Map<string, Severity>();
  for (const [id, severity] of profiles.flatMap((profile) => Object.entries(profile.severities))) {
    const other = severities.get(id);
    if (other === undefined || isAtLeast(severity, other)) severities.set(id, severity);
  }
  return severities;
}

/** The threshold that lets the least through: info before critical, none last. */
function strictest(thresholds: readonly (Severity | 'none')[]): Severity | 'none' | undefined {
  return [...order].reverse().find((severity) => thresholds.includes(severity)) ?? thresholds[0];
}
