import type { PolicyParts } from '@staticfire/read/formats/selinux-policy';
import { type CilProgram, operandAt } from '../cil/index.ts';
import { AccessRules, accessKeywords, expandAccess, type RuleParts } from './access-rules.ts';
import { ConditionalRules } from './conditional-rules.ts';
import { ExtendedRules } from './extended-rules.ts';
import { NamedTransitions } from './named-transitions.ts';
import type { PolicyConditions } from './policy-conditions.ts';
import { expandTypeRule, fileNameOf, TypeRules, typeKeywords } from './type-rules.ts';

/** All rules on access and on types. */
export function compileRules(
  program: CilProgram,
  { branches }: PolicyConditions,
  parts: RuleParts,
): Pick<PolicyParts, 'rules' | 'conditionalRules' | 'xperms' | 'filenameTransitions'> {
  const access = new AccessRules();
  for (const statement of program.allOf(...accessKeywords)) expandAccess(statement, parts, (key, vector) => access.add(key, vector));
  for (const statement of program.all('neverallow')) parts.permissions.expand(operandAt(statement, 2), statement);
  const types = new TypeRules();
  const named = new NamedTransitions();
  for (const statement of program.allOf(...typeKeywords)) {
    const name = fileNameOf(statement);
    if (name === undefined) expandTypeRule(statement, parts, (key, newType) => types.add(key, newType, statement));
    else named.add(statement, name, parts);
  }
  const conditional = new ConditionalRules(parts, types);
  for (const branch of branches) conditional.add(branch);
  const extended = new ExtendedRules(program, parts);
  return {
    rules: [...access.records, ...types.records, ...extended.records],
    conditionalRules: conditional.records,
    xperms: extended.xperms,
    filenameTransitions: named.transitions,
  };
}
