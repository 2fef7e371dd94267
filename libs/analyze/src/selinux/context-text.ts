import type { Ebitmap, SecurityContext, SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { numberRanges } from './number-ranges.ts';

/** A level of which the categories are only listed. */
interface ListedLevel {
  readonly sensitivity: number;
  readonly categories: Pick<Ebitmap, 'toArray'>;
}

interface ListedRange {
  readonly low: ListedLevel;
  readonly high: ListedLevel;
}

interface ListedContext extends Pick<SecurityContext, 'user' | 'role' | 'type'> {
  readonly range: ListedRange;
}

/** `s0`, `s0:c1,c3.c5`: a run of categories, of two as well, is written with a dot. */
export function levelText({ sensitivity, categories }: ListedLevel, { sensitivities, categories: names }: SelinuxPolicy): string {
  const runs = numberRanges(categories.toArray()).map(([first, last]) => {
    return first === last ? names.nameOf(first + 1) : `${names.nameOf(first + 1)}.${names.nameOf(last + 1)}`;
  });
  const level = sensitivities.nameOf(sensitivity);
  return runs.length === 0 ? level : `${level}:${runs.join(',')}`;
}

/** One level when both are the same, else both with `separator` between them: ` - ` as setools prints it, `-` as the kernel takes it. */
export function rangeText({ low, high }: ListedRange, policy: SelinuxPolicy, separator: ' - ' | '-'): string {
  const lowText = levelText(low, policy);
  const highText = levelText(high, policy);
  return lowText === highText ? lowText : `${lowText}${separator}${highText}`;
}

/** `user:role:type:range`, without a range in a policy without MLS. */
export function contextText({ user, role, type, range }: ListedContext, policy: SelinuxPolicy, separator: ' - ' | '-' = '-'): string {
  const { users, roles, types, header } = policy;
  const names = `${users.nameOf(user)}:${roles.nameOf(role)}:${types.nameOf(type)}`;
  return header.mls ? `${names}:${rangeText(range, policy, separator)}` : names;
}
