import { decodeAttributeMap } from '../attribute-map.ts';
import type { SelinuxPolicy } from '../policy.ts';
import type { PolicyCursor } from '../policy-cursor.ts';
import { decodeHeader } from '../policy-header.ts';
import { decodeRules } from '../rules/decode-rules.ts';
import { RuleIndex } from '../rules/rule-index.ts';
import { decodeClasses, decodeCommons } from './decode-classes.ts';
import { decodeRoles, decodeTypes, decodeUsers } from './decode-identities.ts';
import { decodeBooleans, decodeCategories, decodeSensitivities } from './decode-named-values.ts';
import { decodeGenfs, decodeObjectContexts } from './decode-object-contexts.ts';
import { decodeFilenameTransitions, decodeRangeTransitions, decodeRoleAllows, decodeRoleTransitions } from './decode-transitions.ts';

/** What libsepol still reads. */
const MIN_VERSION = 24;

/** Every section in file order, without looking at whether they fit together (policydb.c, `policydb_read`). */
export function decodePolicy(cursor: PolicyCursor): SelinuxPolicy {
  const { header, neverAuditTypes } = decodeHeader(cursor, MIN_VERSION);
  const { version } = header;
  const symbols = decodeSymbols(cursor, version);
  const rules = decodeRules(cursor, version, symbols.classes);
  const roleTransitions = decodeRoleTransitions(cursor, version, symbols.classes.get('process')?.value ?? 0);
  const roleAllows = decodeRoleAllows(cursor);
  const filenameTransitions = decodeFilenameTransitions(cursor, version);
  const objectContexts = decodeObjectContexts(cursor, header.contextTables);
  const genfs = decodeGenfs(cursor);
  const rangeTransitions = decodeRangeTransitions(cursor);
  const attributeMap = decodeAttributeMap(cursor, symbols.types);
  checkEnd(cursor);
  const transitions = { roleTransitions, roleAllows, filenameTransitions, rangeTransitions };
  const ruleIndex = new RuleIndex(rules.rules);
  return { header, neverAuditTypes, ...symbols, ...rules, ruleIndex, ...transitions, objectContexts, genfs, attributeMap };
}

function decodeSymbols(cursor: PolicyCursor, version: number) {
  const commons = decodeCommons(cursor);
  const classes = decodeClasses(cursor, version, commons);
  const roles = decodeRoles(cursor);
  const types = decodeTypes(cursor);
  const users = decodeUsers(cursor);
  const booleans = decodeBooleans(cursor);
  const sensitivities = decodeSensitivities(cursor);
  return { commons, classes, roles, types, users, booleans, sensitivities, categories: decodeCategories(cursor) };
}

/** The kernel ignores what follows; nothing that a compiler writes does. */
function checkEnd(cursor: PolicyCursor): void {
  cursor.section = 'end';
  const left = cursor.remaining;
  if (left === 0) return;
  cursor.bytes(left, 'trailing bytes');
  throw cursor.error('trailing bytes', left, 0);
}
