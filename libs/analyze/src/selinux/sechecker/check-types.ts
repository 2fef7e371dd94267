import type { PolicyAssertion } from '../assertions/index.ts';
import type { CheckSection } from './check-section.ts';
import { strip } from './white-space.ts';

/** What one `check_type` is in the vocabulary of assertions. */
export interface CheckType {
  /** Beside those that every check has. */
  readonly options: readonly string[];
  readonly read: (section: CheckSection) => PolicyAssertion;
}

const ENDS = ['exempt_source', 'exempt_target', 'expect_source', 'expect_target'] as const;
const TRUE = ['yes', 'true', '1'];

/** Names that the policy lacks are no error in exemptions, as in sechecker. */
const LENIENT = { missing: 'ok' } as const;

/** By the word in the file (setools/checker). */
export const checkTypes: Readonly<Record<string, CheckType>> = {
  assert_te: { options: ['source', 'target', 'tclass', 'perms', ...ENDS], read: readAllowRules },
  assert_rbac: { options: ['source', 'target', ...ENDS], read: readRoleAllows },
  empty_typeattr: { options: ['attr', 'missing_ok'], read: readTypeattr },
  ro_execs: {
    options: ['exempt_file', 'exempt_exec_domain', 'exempt_write_domain'],
    read: (section) => ({ assert: 'ro_execs', ...LENIENT, ...given(section, ['exempt_file', 'exempt_exec_domain', 'exempt_write_domain']) }),
  },
  ro_kmods: {
    options: ['exempt_file', 'exempt_load_domain', 'exempt_write_domain'],
    read: (section) => ({ assert: 'ro_kmods', ...LENIENT, ...given(section, ['exempt_file', 'exempt_load_domain', 'exempt_write_domain']) }),
  },
};

function readAllowRules(section: CheckSection): PolicyAssertion {
  const { tclass: classes, perms: permissions } = { tclass: section.words('tclass'), perms: permissionsOf(section) };
  const what = { ...(classes === undefined ? {} : { classes }), ...(permissions === undefined ? {} : { permissions }) };
  const question = { ...pair(section), ...what };
  checkAsked(section, question, 'source, target, tclass and perms');
  return { assert: 'allow_rules', ...LENIENT, ...question, ...given(section, ENDS) };
}

function readRoleAllows(section: CheckSection): PolicyAssertion {
  const question = pair(section);
  checkAsked(section, question, 'source and target');
  return { assert: 'role_allows', ...LENIENT, ...question, ...given(section, ENDS) };
}

function readTypeattr(section: CheckSection): PolicyAssertion {
  const attribute = section.text('attr');
  if (attribute === undefined) throw section.error(undefined, 'the option attr is missing');
  const isLenient = TRUE.includes(strip(section.text('missing_ok') ?? '').toLowerCase());
  return { assert: 'typeattr', attribute, members: { exactly: [] }, ...(isLenient ? LENIENT : {}) };
}

/** They stand between spaces alone. */
function permissionsOf(section: CheckSection): readonly string[] | undefined {
  const permissions = (section.text('perms') ?? '').split(' ').filter((name) => name !== '');
  return permissions.length === 0 ? undefined : permissions;
}

function pair(section: CheckSection): { readonly source?: string; readonly target?: string } {
  const [source, target] = [section.symbol('source'), section.symbol('target')];
  return { ...(source === undefined ? {} : { source }), ...(target === undefined ? {} : { target }) };
}

function given<T extends string>(section: CheckSection, options: readonly T[]): { readonly [K in T]?: readonly string[] } {
  const lists = options.map((option) => [option, section.symbols(option)] as const);
  return Object.fromEntries(lists.filter(([, names]) => names !== undefined)) as { readonly [K in T]?: readonly string[] };
}

function checkAsked(section: CheckSection, question: object, options: string): void {
  if (Object.keys(question).length === 0) throw section.error(undefined, `one of the options ${options} has to be set`);
}
