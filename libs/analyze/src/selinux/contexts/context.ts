import type { SecurityContext } from '@staticfire/read/formats/selinux-policy';
import { type Level, levelOf } from './level.ts';

/** A security context by values, its levels ready to be compared. */
export interface Context {
  readonly user: number;
  readonly role: number;
  readonly type: number;
  readonly low: Level;
  readonly high: Level;
}

export function contextOf({ user, role, type, range }: SecurityContext): Context {
  return { user, role, type, low: levelOf(range.low), high: levelOf(range.high) };
}
