import type { SelinuxClass, SelinuxPermission } from '../symbols.ts';
import type { PolicyChecker } from './policy-checker.ts';
import { validateConstraints } from './validate-constraints.ts';

const SOURCE_OR_TARGET = [0, 1, 2];
const RANGE_DEFAULTS = [0, 1, 2, 3, 4, 5, 6, 7];

/** Commons and classes: every permission has its own value, those of a class behind those of its common; constraints; defaults. */
export function validateClasses(checker: PolicyChecker): void {
  const { commons, classes } = checker.policy;
  for (const { permissionCount, permissions, offset } of commons.records) {
    if (permissionCount === 0 || permissionCount !== permissions.length)
      throw checker.error('commons', 'permissions', offset, permissions.length, permissionCount);
    checkPermissions(checker, 'commons', permissions, 0, offset);
  }
  for (const tclass of classes.records) validateClass(checker, tclass);
}

function validateClass(checker: PolicyChecker, tclass: SelinuxClass): void {
  const { permissionCount, permissions, defaults, offset } = tclass;
  const common = tclass.common === undefined ? undefined : checker.policy.commons.get(tclass.common);
  const inherited = common?.permissions.length ?? 0;
  if (permissionCount !== permissions.length + inherited)
    throw checker.error('classes', 'permissions', offset, permissions.length + inherited, permissionCount);
  checkPermissions(checker, 'classes', permissions, common?.permissionCount ?? 0, offset);
  validateConstraints(checker, tclass);
  checker.oneOf(defaults.user, SOURCE_OR_TARGET, 'classes', 'default_user', offset);
  checker.oneOf(defaults.role, SOURCE_OR_TARGET, 'classes', 'default_role', offset);
  checker.oneOf(defaults.type, SOURCE_OR_TARGET, 'classes', 'default_type', offset);
  checker.oneOf(defaults.range, RANGE_DEFAULTS, 'classes', 'default_range', offset);
}

function checkPermissions(checker: PolicyChecker, section: string, permissions: readonly SelinuxPermission[], inherited: number, offset: number): void {
  const names = new Set<string>();
  const values = new Set<number>();
  for (const { name, value } of permissions) {
    if (value <= inherited || values.has(value)) throw checker.error(section, 'permission value', offset, value, 'a value of its own');
    if (names.has(name)) throw checker.error(section, 'permission name', offset, JSON.stringify(name), 'a name once');
    names.add(name);
    values.add(value);
  }
}
