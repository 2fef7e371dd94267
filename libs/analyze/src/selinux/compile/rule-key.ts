import { type RuleKind, type RuleRecord, ruleKinds } from '@staticfire/read/formats/selinux-policy';

/** What a rule is about. */
export interface RuleKey {
  readonly kind: RuleKind;
  readonly source: number;
  readonly target: number;
  readonly tclass: number;
}

const VALUES = 0x10000;
const KINDS: readonly RuleKind[] = Object.values(ruleKinds);

/** Below 2^52: three values of 16 bits and one of nine kinds. */
export function numberOfKey({ kind, source, target, tclass }: RuleKey): number {
  return ((source * VALUES + target) * VALUES + tclass) * 16 + KINDS.indexOf(kind);
}

export function recordOf(key: RuleKey, data: number, conditional = -1): RuleRecord {
  return { ...key, data, conditional, offset: 0 };
}
