import { type Control, controlKey, describeUnknown, type Pack, type Rule } from '../packs/index.ts';

/** What a word of the user's stands for. */
export type Named =
  | { readonly kind: 'rule'; readonly pack: Pack; readonly rule: Rule }
  | { readonly kind: 'control'; readonly pack: Pack; readonly control: Control };

/** No rule or control has that name, or several have; the message names the nearest ones. */
export class UnknownNameError extends Error {
  override readonly name = 'UnknownNameError';

  constructor(message: string) {
    super(message);
  }
}

interface Candidate {
  /** Names it in full. */
  readonly id: string;
  /** Names it as long as nothing else is called so: `files/no-shell`, `1.1.1.1`. */
  readonly short: string;
  readonly named: Named;
}

/** The rule with that id, or with that unambiguous `area/name`. Throws UnknownNameError. */
export function findRule(packs: readonly Pack[], word: string): Rule {
  const found = choose(packs, listRules(packs), word, 'rule');
  return (found as Extract<Named, { kind: 'rule' }>).rule;
}

/** A rule as `pack:area/name` or `area/name`, a control as `pack/id` or `id`. Throws UnknownNameError, which may also name one of `others`. */
export function findNamed(packs: readonly Pack[], word: string, others: readonly string[] = []): Named {
  return choose(packs, [...listRules(packs), ...listControls(packs)], word, others.length === 0 ? 'rule or control' : 'rule, control or fact', others);
}

function listRules(packs: readonly Pack[]): readonly Candidate[] {
  return packs.flatMap((pack) => pack.rules.map((rule) => ({ id: rule.id, short: rule.id.slice(pack.id.length + 1), named: { kind: 'rule', pack, rule } })));
}

function listControls(packs: readonly Pack[]): readonly Candidate[] {
  return packs.flatMap((pack) =>
    pack.controls.map((control) => ({ id: controlKey(pack.id, control.id), short: control.id, named: { kind: 'control', pack, control } })),
  );
}

function choose(packs: readonly Pack[], candidates: readonly Candidate[], word: string, kind: string, more: readonly string[] = []): Named {
  const exact = candidates.find(({ id }) => id === word);
  if (exact !== undefined) return exact.named;
  const [only, ...others] = candidates.filter(({ short }) => short === word);
  if (only === undefined) {
    const names = [...candidates.flatMap(({ id, short }) => [id, short]), ...more];
    throw new UnknownNameError(`${describeUnknown(kind, word, names)}${packHint(packs, word)}`);
  }
  if (others.length > 0) throw new UnknownNameError(`${word} is the name of several: ${[only, ...others].map(({ id }) => id).join(', ')}`);
  return only.named;
}

/** A rule of a pack that is not there is not misspelt. */
function packHint(packs: readonly Pack[], word: string): string {
  const [owner, ...rest] = word.split(':');
  return rest.length === 0 || packs.some(({ id }) => id === owner) ? '' : ` (no pack ${owner} is loaded; --pack FOLDER loads one of your own)`;
}
