import type { Access } from '../access/index.ts';
import type { AssertionScope } from './scope/index.ts';
import type { ViolationDraft } from './violation-list.ts';

/** Access that is not to be, or the lack of one that is: subject `a b:file`, message `{ read write } is allowed`. */
export function accessViolation(scope: AssertionScope, { source, target, tclass, permissions, rules }: Access, verb: string): ViolationDraft {
  const { types, classes } = scope.policy;
  const names = { source: types.nameOf(source), target: types.nameOf(target), class: classes.nameOf(tclass) };
  return {
    subject: `${names.source} ${names.target}:${names.class}`,
    message: `${scope.text.permissions(tclass, permissions)} ${verb}`,
    ...names,
    permissions: scope.permissions(tclass, permissions),
    rules: () => scope.ruleTexts(rules),
  };
}
