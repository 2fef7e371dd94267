import { type Severity, severities } from '@staticfire/findings';
import { describeUnknown, type Pack } from '../packs/index.ts';
import { type ControlExplanation, type DecidedFrom, explainControl, type NeededRule } from './control-explanation.ts';
import { decidedOrder } from './decided-words.ts';
import { UnknownNameError } from './find-named.ts';
import { headerOf } from './pack-place.ts';

/** What a pack holds, before any image is opened. Plain data. */
export interface PackSummary {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** `rules`: statements about images; `framework`: controls over the rules of others; `mixed`: both. */
  readonly kind: 'rules' | 'framework' | 'mixed';
  /** From a folder of the user's. */
  readonly foreign: boolean;
  readonly source: string;
  /** Which images it is written for, in words. */
  readonly eras: string;
  readonly requires: readonly string[];
  readonly rules: { readonly total: number; readonly bySeverity: Readonly<Record<Severity, number>> };
  readonly controls: {
    readonly total: number;
    readonly byDecision: Readonly<Record<DecidedFrom, number>>;
    /** Different rules that its controls name, its own and those of packs that it requires. */
    readonly rules: number;
  };
  readonly profiles: readonly ProfileSummary[];
}

export interface ProfileSummary {
  /** `pack/name`. */
  readonly id: string;
  readonly title: string;
  /** How many controls it selects. */
  readonly controls: number;
  /** Ids of the rules that it selects; one that ends in `/` or `:` stands for all below it. */
  readonly rules: readonly string[];
  readonly failOn?: Severity | 'none';
}

/** A pack with everything in it. */
export interface PackContent extends PackSummary {
  /** Sorted by id. */
  readonly ownRules: readonly NeededRule[];
  /** In the order of `controls.yaml`. */
  readonly ownControls: readonly ControlExplanation[];
}

/** `packs` are all that are loaded. */
export function summarisePack(pack: Pack, packs: readonly Pack[]): PackSummary {
  const { id, version, title, foreign, requires, rules, profiles } = pack;
  const { source, eras } = headerOf(pack);
  return {
    id,
    version,
    title,
    kind: kindOf(pack),
    foreign,
    source: source.trim(),
    eras: eras.trim(),
    requires,
    rules: { total: rules.length, bySeverity: countBy(severities, rules, ({ severity }) => severity) },
    controls: summariseControls(pack, packs),
    profiles: profiles.map((profile) => ({
      id: profile.id,
      title: profile.title,
      controls: profile.controls.length,
      rules: profile.rules,
      ...(profile.failOn === undefined ? {} : { failOn: profile.failOn }),
    })),
  };
}

/** The pack with that id. Throws UnknownNameError, which names the nearest one. */
export function describePack(id: string, packs: readonly Pack[]): PackContent {
  const pack = packs.find((each) => each.id === id);
  if (pack === undefined) throw new UnknownNameError(describeUnknownPack(id, packs));
  return {
    ...summarisePack(pack, packs),
    ownRules: pack.rules.map(({ id: ruleId, title, severity, decidedBy }) => ({ id: ruleId, title, severity, decidedBy })),
    ownControls: explainControls(pack, packs),
  };
}

function describeUnknownPack(word: string, packs: readonly Pack[]): string {
  const ids = packs.map(({ id }) => id);
  return `${describeUnknown('pack', word, ids)} (there are ${ids.join(', ')}; --pack FOLDER loads one of your own)`;
}

function kindOf({ rules, controls }: Pack): PackSummary['kind'] {
  if (controls.length === 0) return 'rules';
  return rules.length === 0 ? 'framework' : 'mixed';
}

function summariseControls(pack: Pack, packs: readonly Pack[]): PackSummary['controls'] {
  const controls = explainControls(pack, packs);
  return {
    total: controls.length,
    byDecision: countBy(decidedOrder, controls, ({ decidedFrom }) => decidedFrom),
    rules: new Set(controls.flatMap(({ rules }) => rules.map(({ id }) => id))).size,
  };
}

function explainControls(pack: Pack, packs: readonly Pack[]): readonly ControlExplanation[] {
  return pack.controls.map((control) => explainControl(control, pack, packs));
}

function countBy<Key extends string, Item>(keys: readonly Key[], items: readonly Item[], keyOf: (item: Item) => Key): Readonly<Record<Key, number>> {
  return Object.fromEntries(keys.map((key) => [key, items.filter((item) => keyOf(item) === key).length])) as Record<Key, number>;
}
