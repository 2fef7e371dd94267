import type { PolicyChecker } from './policy-checker.ts';

/** Role transitions and allows, transitions by file name, range transitions. */
export function validateTransitions(checker: PolicyChecker): void {
  const { roleAllows, roleTransitions, filenameTransitions, rangeTransitions, roles, types, classes } = checker.policy;
  for (const { role, type, tclass, newRole, offset } of roleTransitions) {
    checker.value(roles, role, 'role transitions', 'role', offset);
    checker.value(types, type, 'role transitions', 'type', offset);
    checker.value(classes, tclass, 'role transitions', 'tclass', offset);
    checker.value(roles, newRole, 'role transitions', 'new_role', offset);
  }
  for (const { role, newRole, offset } of roleAllows) {
    checker.value(roles, role, 'role allows', 'role', offset);
    checker.value(roles, newRole, 'role allows', 'new_role', offset);
  }
  for (const { name, sources, target, tclass, newType, offset } of filenameTransitions) {
    checker.text(name, 'filename transitions', 'name', offset);
    checker.bits(sources, types, 'filename transitions', 'stypes');
    checker.value(types, target, 'filename transitions', 'ttype', offset);
    checker.value(classes, tclass, 'filename transitions', 'tclass', offset);
    checker.type(newType, 'filename transitions', 'otype', offset);
  }
  for (const { source, target, tclass, range, offset } of rangeTransitions) {
    checker.value(types, source, 'range transitions', 'source_type', offset);
    checker.value(types, target, 'range transitions', 'target_type', offset);
    checker.value(classes, tclass, 'range transitions', 'target_class', offset);
    // The kernel checks it in a policy without MLS as well (security/selinux/ss/policydb.c, range_read).
    checker.range(range, 'range transitions', offset);
  }
}
