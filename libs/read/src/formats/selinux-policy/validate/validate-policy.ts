import type { SelinuxPolicy } from '../policy.ts';
import { PolicyChecker } from './policy-checker.ts';
import { validateClasses } from './validate-classes.ts';
import { validateConditionals } from './validate-conditionals.ts';
import { validateContexts } from './validate-contexts.ts';
import { validateRules } from './validate-rules.ts';
import { validateSymbols } from './validate-symbols.ts';
import { validateTransitions } from './validate-transitions.ts';
import { validateUniqueRules } from './validate-unique-rules.ts';

/** Offset of the first bitmap of a policy, behind the header's fixed fields. */
const BITMAPS_OFFSET = 32;

/**
 * Whether the sections of a decoded policy fit together: every value stands for something, every set, expression and context is one that libsepol takes
 * (policydb_validate.c), and no chain of bounds is a circle. The first contradiction is a FormatError. Unknown capabilities are none.
 */
export function validatePolicy(policy: SelinuxPolicy, offset: number): void {
  const checker = new PolicyChecker(policy);
  validateSymbols(checker);
  validateClasses(checker);
  validateRules(checker);
  validateUniqueRules(checker);
  validateConditionals(checker);
  validateTransitions(checker);
  validateContexts(checker);
  validateTypeMaps(checker, offset);
}

/** The header's types, whose bits are their values, and the attributes of each type. */
function validateTypeMaps(checker: PolicyChecker, offset: number): void {
  const { header, neverAuditTypes, attributeMap, types } = checker.policy;
  for (const value of header.permissiveTypes) checker.type(value, '', 'permissive_map', offset + BITMAPS_OFFSET);
  for (const value of neverAuditTypes) checker.type(value, '', 'neveraudit_map', offset + BITMAPS_OFFSET);
  attributeMap.maps.forEach((map, index) => {
    map.forEach((bit) => {
      const isOwn = bit === index;
      if (!isOwn && types.at(bit + 1)?.isAttribute !== true) throw checker.error('type attribute map', 'attributes', map.offset, bit + 1, 'an attribute');
    });
  });
}
