import {
  describeRules,
  type RangeQuery,
  type RoleQuery,
  type RuleDescription,
  type RuleQuery,
  rangeTransitionText,
  roleAllowText,
  roleTransitionText,
} from '@staticfire/analyze/selinux';
import type { SelinuxPolicy } from '@staticfire/scan/selinux';
import { UsageError } from '../../failure.ts';
import { askPolicy } from './ask-policy.ts';
import type { PolicyOptions } from './policy-options.ts';
import { sortByText } from './sort-by-text.ts';
import { writeAnswer } from './write-answer.ts';

/** Under the names of sesearch's options. */
export interface SearchOptions extends PolicyOptions {
  readonly A?: boolean;
  readonly allow?: boolean;
  readonly allowxperm?: boolean;
  readonly auditallow?: boolean;
  readonly auditallowxperm?: boolean;
  readonly dontaudit?: boolean;
  readonly dontauditxperm?: boolean;
  readonly type_trans?: boolean;
  readonly type_change?: boolean;
  readonly type_member?: boolean;
  readonly role_allow?: boolean;
  readonly role_trans?: boolean;
  readonly range_trans?: boolean;
  readonly source?: string;
  readonly target?: string;
  readonly class?: readonly string[];
  readonly perms?: readonly string[];
  readonly default?: string;
  readonly bool?: readonly string[];
  readonly directSource?: boolean;
  readonly directTarget?: boolean;
}

type Found = Partial<RuleDescription> & Pick<RuleDescription, 'text' | 'kind'>;
type RuleKind = RuleQuery['kinds'][number];

const KINDS: readonly (readonly [option: keyof SearchOptions, kinds: readonly RuleKind[]])[] = [
  ['A', ['allow', 'allowxperm']],
  ['allow', ['allow']],
  ['allowxperm', ['allowxperm']],
  ['auditallow', ['auditallow']],
  ['auditallowxperm', ['auditallowxperm']],
  ['dontaudit', ['dontaudit']],
  ['dontauditxperm', ['dontauditxperm']],
  ['type_trans', ['type_transition']],
  ['type_change', ['type_change']],
  ['type_member', ['type_member']],
];

/** Prints the rules that sesearch would print, sorted. */
export async function search(path: string, options: SearchOptions): Promise<void> {
  const kinds = KINDS.flatMap(([option, own]) => (options[option] ? own : []));
  checkOptions(options, kinds);
  const answer = await askPolicy(path, options, ({ place, policy }) => ({ policy: place, rules: findRules(policy, kinds, options) }));
  await writeAnswer(options.format, answer, () => answer.rules.map(({ text }) => text));
}

function checkOptions(options: SearchOptions, kinds: readonly RuleKind[]): void {
  const { role_allow, role_trans, range_trans, default: newName } = options;
  if (kinds.length === 0 && !role_allow && !role_trans && !range_trans) throw new UsageError('no kind of rule is asked for; -A asks for allow rules');
  if (range_trans && newName !== undefined) throw new UsageError('-D with --range_trans is not supported: a range is not searched for');
}

function findRules(policy: SelinuxPolicy, kinds: readonly RuleKind[], options: SearchOptions): Found[] {
  const found: Found[] = [
    ...(kinds.length === 0 ? [] : describeRules(policy, { ...rangeQuery(options), ...accessQuery(options), kinds })),
    ...(options.role_allow ? named('role_allow', roleAllowText(policy, roleQuery(options))) : []),
    ...(options.role_trans ? named('role_transition', roleTransitionText(policy, roleQuery(options))) : []),
    ...(options.range_trans ? named('range_transition', rangeTransitionText(policy, rangeQuery(options))) : []),
  ];
  return sortByText(found, ({ text }) => text);
}

function named(kind: string, texts: readonly string[]): Found[] {
  return texts.map((text) => ({ text, kind }));
}

function accessQuery({ perms, bool, default: newType }: SearchOptions): Omit<RuleQuery, 'kinds'> {
  return {
    ...(perms === undefined ? {} : { permissions: perms }),
    ...(bool === undefined ? {} : { booleans: bool }),
    ...(newType === undefined ? {} : { newType }),
  };
}

function rangeQuery({ source, target, class: classes, directSource = false, directTarget = false }: SearchOptions): RangeQuery {
  const names = { ...(source === undefined ? {} : { source }), ...(target === undefined ? {} : { target }), ...(classes === undefined ? {} : { classes }) };
  return { ...names, sourceDirect: directSource, targetDirect: directTarget };
}

function roleQuery({ source, target, class: classes, default: newRole }: SearchOptions): RoleQuery {
  const names = { ...(source === undefined ? {} : { source }), ...(target === undefined ? {} : { target }), ...(classes === undefined ? {} : { classes }) };
  return { ...names, ...(newRole === undefined ? {} : { newRole }) };
}
