import { UnsupportedError } from '../../bytes/index.ts';
import { AttributeMap } from './attribute-map.ts';
import type { Ebitmap } from './ebitmap.ts';
import type { SelinuxPolicy } from './policy.ts';
import { policyPart } from './policy-cursor.ts';
import { MAX_VERSION, type SelinuxPolicyHeader } from './policy-header.ts';
import { RuleIndex } from './rules/rule-index.ts';
import type { ExtendedPermissions, RuleTable } from './rules/rule-table.ts';
import { type RuleRecord, RuleTableBuilder } from './rules/rule-table-builder.ts';
import { type SymbolTable, symbolTableOf } from './symbol-table.ts';
import { validatePolicy } from './validate/validate-policy.ts';

const TABLES = { symbolTables: 8, contextTables: 9 } as const;
/** The first version with these tables (policydb.c, `policydb_compat`). */
const OLDEST_VERSION = 31;

type Tables = Pick<SelinuxPolicy, 'commons' | 'classes' | 'roles' | 'types' | 'users' | 'booleans' | 'sensitivities' | 'categories'>;

/** Records instead of a table. */
type Records = { readonly [K in keyof Tables]: Tables[K] extends SymbolTable<infer T> ? readonly T[] : never };

/** What a policy consists of that comes from no file; offsets of records are 0. */
export interface PolicyParts extends Records, Omit<SelinuxPolicy, keyof Tables | 'header' | 'rules' | 'ruleIndex' | 'attributeMap'> {
  readonly header: Omit<SelinuxPolicyHeader, keyof typeof TABLES>;
  /** Without a conditional. */
  readonly rules: readonly RuleRecord[];
  /** By ascending `conditional`. */
  readonly conditionalRules: readonly RuleRecord[];
  readonly xperms: readonly ExtendedPermissions[];
  /** By value of the types less 1, as in `AttributeMap.maps`. */
  readonly attributes: readonly Ebitmap[];
}

/**
 * A policy of these parts, validated as one that is read from a file: what does not fit together is a FormatError, another version than 31 to 35
 * an UnsupportedError.
 */
export function assemblePolicy(parts: PolicyParts): SelinuxPolicy {
  const { version } = parts.header;
  if (!Number.isInteger(version) || version < OLDEST_VERSION || version > MAX_VERSION)
    throw new UnsupportedError({ structure: policyPart(''), field: 'policyvers', found: version });
  const { neverAuditTypes, conditionals, roleTransitions, roleAllows, filenameTransitions, rangeTransitions, objectContexts, genfs } = parts;
  const header = { ...parts.header, ...TABLES };
  const tables = symbolTables(parts);
  const rules = ruleTable(parts);
  const attributeMap = new AttributeMap(parts.attributes, tables.types);
  const transitions = { roleTransitions, roleAllows, filenameTransitions, rangeTransitions };
  const ruleIndex = new RuleIndex(rules);
  const policy = { header, neverAuditTypes, ...tables, rules, ruleIndex, conditionals, ...transitions, objectContexts, genfs, attributeMap };
  validatePolicy(policy, 0);
  return policy;
}

function symbolTables(parts: PolicyParts): Tables {
  return {
    commons: symbolTableOf('commons', parts.commons),
    classes: symbolTableOf('classes', parts.classes),
    roles: symbolTableOf('roles', parts.roles),
    types: symbolTableOf('types', parts.types),
    users: symbolTableOf('users', parts.users),
    booleans: symbolTableOf('booleans', parts.booleans),
    sensitivities: symbolTableOf('levels', parts.sensitivities),
    categories: symbolTableOf('categories', parts.categories),
  };
}

function ruleTable({ rules, conditionalRules, xperms }: PolicyParts): RuleTable {
  const builder = new RuleTableBuilder();
  for (const each of xperms) builder.xperms.push(each);
  for (const rule of rules) builder.add(rule);
  builder.endUnconditional();
  for (const rule of conditionalRules) builder.add(rule);
  return builder.build();
}
