import type { FactDeclaration, Infer, Schema } from '@staticfire/facts';

/** A fact that a derivation reads: its name and the part of its schema that is used. */
export interface Need<T> {
  readonly fact: string;
  readonly schema: Schema<T>;
}

export function need<T>(fact: string, schema: Schema<T>): Need<T> {
  return { fact, schema };
}

type Needs = Readonly<Record<string, Need<unknown>>>;

/** Facts → a fact. Pure; sees only the values of the facts it names. */
export interface Derivation<T, N extends Needs> {
  readonly fact: FactDeclaration<T>;
  /** All must be present; one that is unreadable makes the derived fact unreadable, one that is absent makes it absent. */
  readonly needs: N;
  derive(values: { readonly [K in keyof N]: Infer<N[K]['schema']> }): T;
}

// biome-ignore lint/suspicious/noExplicitAny: a registry holds derivations of every type
export type AnyDerivation = Derivation<any, any>;

export function defineDerivation<T, const N extends Needs>(derivation: Derivation<T, N>): AnyDerivation {
  return derivation;
}
