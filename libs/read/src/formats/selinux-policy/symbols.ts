import type { SelinuxConstraint } from './constraint.ts';
import type { Ebitmap } from './ebitmap.ts';
import type { MlsLevel, MlsRange } from './security-context.ts';

/** What every record of a symbol table has. */
export interface SelinuxSymbol {
  readonly name: string;
  /** From 1. */
  readonly value: number;
  /** An alias has the value of what it stands for. */
  readonly isAlias: boolean;
  /** Absolute offset of the record. */
  readonly offset: number;
}

export interface SelinuxPermission {
  readonly name: string;
  /** From 1; bit `value - 1` of an access vector. */
  readonly value: number;
}

export interface SelinuxCommon extends SelinuxSymbol {
  readonly permissionCount: number;
  readonly permissions: readonly SelinuxPermission[];
}

export interface SelinuxClass extends SelinuxSymbol {
  readonly common: string | undefined;
  /** The highest value, those of the common included. */
  readonly permissionCount: number;
  /** Its own, without those of the common. */
  readonly permissions: readonly SelinuxPermission[];
  /** By bit of an access vector, the common's first. */
  readonly permissionNames: readonly (string | undefined)[];
  /** constrain and mlsconstrain. */
  readonly constraints: readonly SelinuxConstraint[];
  /** validatetrans and mlsvalidatetrans. */
  readonly validateTransitions: readonly SelinuxConstraint[];
  readonly defaults: SelinuxDefaults;
}

/** Where a new object's context comes from, as stored: 0 not stated; user, role and type 1 source, 2 target. */
export interface SelinuxDefaults {
  readonly user: number;
  readonly role: number;
  readonly type: number;
  /** 1 to 3 source low, high, low-high; 4 to 6 the same of the target; 7 glblub. */
  readonly range: number;
}

export interface SelinuxRole extends SelinuxSymbol {
  /** The role that bounds it, 0 for none. */
  readonly bounds: number;
  /** Bits are values less 1. */
  readonly dominates: Ebitmap;
  /** Bits are values less 1. That of object_r is empty: it goes with every type. */
  readonly types: Ebitmap;
}

export interface SelinuxType extends SelinuxSymbol {
  readonly isAttribute: boolean;
  /** The type that bounds it, 0 for none. */
  readonly bounds: number;
}

export interface SelinuxUser extends SelinuxSymbol {
  readonly bounds: number;
  /** Bits are values less 1. */
  readonly roles: Ebitmap;
  readonly range: MlsRange;
  readonly defaultLevel: MlsLevel;
}

export interface SelinuxBoolean extends SelinuxSymbol {
  readonly state: number;
}

export interface SelinuxSensitivity extends SelinuxSymbol {
  /** Those allowed with it; bits are values less 1. */
  readonly categories: Ebitmap;
}

export type SelinuxCategory = SelinuxSymbol;
