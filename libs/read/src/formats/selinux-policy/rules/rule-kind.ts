/** Bits of avtab's `specified`, one for each kind of rule (libsepol avtab.h, `AVTAB_*`). */
export const ruleKinds = {
  allow: 0x1,
  auditallow: 0x2,
  dontaudit: 0x4,
  typeTransition: 0x10,
  typeMember: 0x20,
  typeChange: 0x40,
  allowxperm: 0x100,
  auditallowxperm: 0x200,
  dontauditxperm: 0x400,
} as const;

export type RuleKind = (typeof ruleKinds)[keyof typeof ruleKinds];

/** Kinds whose data is an access vector. */
export const ACCESS_RULES = ruleKinds.allow | ruleKinds.auditallow | ruleKinds.dontaudit;
/** Kinds whose data is a type. */
export const TYPE_RULES = ruleKinds.typeTransition | ruleKinds.typeMember | ruleKinds.typeChange;
/** Kinds whose data is an element of `xperms`. */
export const EXTENDED_RULES = ruleKinds.allowxperm | ruleKinds.auditallowxperm | ruleKinds.dontauditxperm;
