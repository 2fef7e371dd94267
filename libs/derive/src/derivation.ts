import type { FactDeclaration, Schema } from '@staticfire/facts';

/** A fact that a derivation reads: its name and the part of its schema that is used. */
export interface Need<T> {
  readonly fact: string;
  readonly schema: Schema<T>;
  /** Absent is a value of its own: `undefined`. */
  readonly optional?: true;
}

export function need<T>(fact: string, schema: Schema<T>): Need<T> {
  return { fact, schema };
}

/** A fact that need not be there. */
export function needIfPresent<T>(fact: string, schema: Schema<T>): Need<T | undefined> {
  return { fact, schema: schema as Schema<T | undefined>, optional: true };
}

type Needs = Readonly<Record<string, Need<unknown>>>;

/** Facts → a fact. Pure; sees only the values of the facts it names. */
export interface Derivation<T, N extends Needs> {
  readonly fact: FactDeclaration<T>;
  /** All must be present; one that is unreadable makes the derived fact unreadable, one that is absent and not optional makes it absent. */
  readonly needs: N;
  /** `undefined` is absent. */
  derive(values: { readonly [K in keyof N]: N[K] extends Need<infer V> ? V : never }): T | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: a registry holds derivations of every type
export type AnyDerivation = Derivation<any, any>;

export function defineDerivation<T, const N extends Needs>(derivation: Derivation<T, N>): AnyDerivation {
  return derivation;
}
