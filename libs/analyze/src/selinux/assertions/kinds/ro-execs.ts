import { type Access, activeBranches, grantedAccess, rulesOfClasses } from '../../access/index.ts';
import { kindSchema, namesSchema, rulesSchema } from '../schema-parts.ts';
import { type AssertionScope, accessVectors, type Leniency, type NameSet } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/** No file that a domain may execute can be written by any domain: `ro_execs` of setools' sechecker. */
export interface RoExecsAssertion extends Leniency {
  readonly assert: 'ro_execs';
  readonly exempt_file?: NameSet;
  readonly exempt_exec_domain?: NameSet;
  readonly exempt_write_domain?: NameSet;
  /** Which conditional rules count; `any` unless given. */
  readonly rules?: 'any' | 'default';
}

export const roExecsSchema = kindSchema(
  'ro_execs',
  {
    exempt_file: namesSchema('files that may be both', 0),
    exempt_exec_domain: namesSchema('domains whose executing does not count', 0),
    exempt_write_domain: namesSchema('domains whose writing does not count', 0),
    rules: rulesSchema,
  },
  [],
);

export function decideRoExecs(scope: AssertionScope, assertion: RoExecsAssertion): ViolationDraft[] {
  const { exempt_file = [], exempt_exec_domain = [], exempt_write_domain = [], rules = 'any' } = assertion;
  const targets = inverted(scope, scope.exempted(exempt_file));
  const byFile = (permissions: readonly string[], exempt: Uint8Array) => {
    const vectors = accessVectors(scope, 'ro_execs', { file: permissions });
    const marks = { sources: inverted(scope, exempt), targets, vectors };
    return Map.groupBy(grantedAccess(scope.policy, rulesOfClasses(scope.policy, vectors, activeBranches(scope.policy, rules)), marks), (each) => each.target);
  };
  const executed = byFile(['execute', 'execute_no_trans'], scope.exempted(exempt_exec_domain));
  const written = byFile(['write', 'append'], scope.exempted(exempt_write_domain));
  return [...executed].flatMap(([file, executes]) => {
    const writes = written.get(file);
    return writes === undefined ? [] : [violationOf(scope, file, executes, writes)];
  });
}

function violationOf(scope: AssertionScope, file: number, executes: readonly Access[], writes: readonly Access[]): ViolationDraft {
  const target = scope.policy.types.nameOf(file);
  const message = `${executes.length} domains may execute it and ${writes.length} may write it`;
  return { subject: target, message, target, class: 'file', rules: () => scope.ruleTexts([...executes, ...writes].flatMap(({ rules }) => rules)) };
}

function inverted({ policy }: AssertionScope, marks: Uint8Array): Uint8Array {
  return marks.map((mark, value) => (mark === 0 && policy.types.at(value)?.isAttribute === false ? 1 : 0));
}
