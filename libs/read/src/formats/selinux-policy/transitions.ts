import type { Ebitmap } from './ebitmap.ts';
import type { MlsRange } from './security-context.ts';

export interface RoleTransition {
  readonly role: number;
  readonly type: number;
  /** Below version 26 always the class process. */
  readonly tclass: number;
  readonly newRole: number;
  readonly offset: number;
}

export interface RoleAllow {
  readonly role: number;
  readonly newRole: number;
  readonly offset: number;
}

/** A type_transition that looks at the new file's name. */
export interface FilenameTransition {
  readonly name: string;
  /** Bits are values of types less 1. */
  readonly sources: Ebitmap;
  readonly target: number;
  readonly tclass: number;
  readonly newType: number;
  readonly offset: number;
}

export interface RangeTransition {
  readonly source: number;
  readonly target: number;
  readonly tclass: number;
  readonly range: MlsRange;
  readonly offset: number;
}
