import {
  ACCESS_RULES,
  EXTENDED_RULES,
  type FilenameTransition,
  type RangeTransition,
  type RoleAllow,
  type RoleTransition,
  ruleKinds,
  type SelinuxPolicy,
} from '@staticfire/read/formats/selinux-policy';
import { conditionText } from './condition-text.ts';
import { rangeText } from './context-text.ts';
import { extendedPermissionText } from './extended-permission-text.ts';
import { permissionNames } from './permission-names.ts';

export const KIND_NAMES: ReadonlyMap<number, string> = new Map([
  [ruleKinds.allow, 'allow'],
  [ruleKinds.auditallow, 'auditallow'],
  [ruleKinds.dontaudit, 'dontaudit'],
  [ruleKinds.typeTransition, 'type_transition'],
  [ruleKinds.typeMember, 'type_member'],
  [ruleKinds.typeChange, 'type_change'],
  [ruleKinds.allowxperm, 'allowxperm'],
  [ruleKinds.auditallowxperm, 'auditallowxperm'],
  [ruleKinds.dontauditxperm, 'dontauditxperm'],
]);

const MAX_PERMISSIONS = 32;

/** Rules as `sesearch` prints them, one line each without its end. Sets of permissions and conditions, which repeat, are rendered once. */
export class RuleText {
  readonly #policy: SelinuxPolicy;
  /** By class and access vector. */
  readonly #permissions = new Map<number, string>();
  readonly #conditions = new Map<number, string>();

  constructor(policy: SelinuxPolicy) {
    this.#policy = policy;
  }

  /** A rule of the table, with its condition: `allow a b:file { read write }; [ c ]:True`. */
  rule(index: number): string {
    const { rules, types, classes } = this.#policy;
    const kind = rules.kind[index]!;
    const tclass = rules.tclass[index]!;
    const key = `${types.nameOf(rules.source[index]!)} ${types.nameOf(rules.target[index]!)}:${classes.nameOf(tclass)}`;
    return `${KIND_NAMES.get(kind)} ${key} ${this.#data(kind, tclass, rules.data[index]!)};${this.#suffix(rules.conditional[index]!)}`;
  }

  /** One line for the source of value `source`; the name is not quoted. */
  filenameTransition({ name, target, tclass, newType }: FilenameTransition, source: number): string {
    const { types, classes } = this.#policy;
    return `type_transition ${types.nameOf(source)} ${types.nameOf(target)}:${classes.nameOf(tclass)} ${types.nameOf(newType)} ${name};`;
  }

  roleAllow({ role, newRole }: RoleAllow): string {
    const { roles } = this.#policy;
    return `allow ${roles.nameOf(role)} ${roles.nameOf(newRole)};`;
  }

  roleTransition({ role, type, tclass, newRole }: RoleTransition): string {
    const { roles, types, classes } = this.#policy;
    return `role_transition ${roles.nameOf(role)} ${types.nameOf(type)}:${classes.nameOf(tclass)} ${roles.nameOf(newRole)};`;
  }

  rangeTransition({ source, target, tclass, range }: RangeTransition): string {
    const { types, classes } = this.#policy;
    const key = `${types.nameOf(source)} ${types.nameOf(target)}:${classes.nameOf(tclass)}`;
    return `range_transition ${key} ${rangeText(range, this.#policy, ' - ')};`;
  }

  /** One permission, or several sorted in braces. */
  permissions(tclass: number, vector: number): string {
    const key = tclass * 2 ** MAX_PERMISSIONS + vector;
    let text = this.#permissions.get(key);
    if (text === undefined) {
      text = this.#renderPermissions(tclass, vector);
      this.#permissions.set(key, text);
    }
    return text;
  }

  #renderPermissions(tclass: number, vector: number): string {
    const names = permissionNames(this.#policy, tclass, vector);
    return names.length === 1 ? names[0]! : `{ ${names.join(' ')} }`;
  }

  #data(kind: number, tclass: number, data: number): string {
    if ((kind & ACCESS_RULES) !== 0) return this.permissions(tclass, data);
    return (kind & EXTENDED_RULES) === 0 ? this.#policy.types.nameOf(data) : extendedPermissionText(this.#policy.rules.xperms[data]!);
  }

  #suffix(conditional: number): string {
    if (conditional < 0) return '';
    let text = this.#conditions.get(conditional);
    if (text === undefined) {
      const condition = conditionText(this.#policy.conditionals[conditional >> 1]!, this.#policy.booleans);
      text = ` [ ${condition} ]:${conditional % 2 === 0 ? 'True' : 'False'}`;
      this.#conditions.set(conditional, text);
    }
    return text;
  }
}
