import type { UserData } from '@staticfire/analyze/settings';
import type { FactDeclaration, FactState, Schema, Unreadable } from '@staticfire/facts';

/** A fact that a derivation reads: its name and the part of its schema that is used. */
export interface Need<T> {
  readonly fact: string;
  readonly schema: Schema<T>;
  /** `value`: it must be there; `optional`: absent is `undefined`; `state`: whatever its state is, the derivation makes something of it. */
  readonly wants: 'value' | 'optional' | 'state';
}

export function need<T>(fact: string, schema: Schema<T>): Need<T> {
  return { fact, schema, wants: 'value' };
}

/** A fact that need not be there. */
export function needIfPresent<T>(fact: string, schema: Schema<T>): Need<T | undefined> {
  return { fact, schema: schema as Schema<T | undefined>, wants: 'optional' };
}

/** A fact of which a part of the derived one depends, so that the rest can be told without it. */
export function needState<T>(fact: string, schema: Schema<T>): Need<FactState<T>> {
  return { fact, schema: schema as unknown as Schema<FactState<T>>, wants: 'state' };
}

type Needs = Readonly<Record<string, Need<unknown>>>;

/** Facts → a fact. Pure; sees only the values of the facts it names. */
export interface Derivation<T, N extends Needs> {
  readonly fact: FactDeclaration<T>;
  /** One that is unreadable makes the derived fact unreadable, one that is absent and not optional makes it absent, unless its state is asked for. */
  readonly needs: N;
  /**
   * `undefined` is absent. `userData` is what a user gives the node, when that is part of the question; `file` the bytes of a file that a fact names by its digest,
   * when the facts carry it along.
   */
  derive(
    values: { readonly [K in keyof N]: N[K] extends Need<infer V> ? V : never },
    userData: UserData | undefined,
    file: (sha256: string) => Uint8Array | undefined,
  ): T | Unreadable | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: a registry holds derivations of every type
export type AnyDerivation = Derivation<any, any>;

export function defineDerivation<T, const N extends Needs>(derivation: Derivation<T, N>): AnyDerivation {
  return derivation;
}
