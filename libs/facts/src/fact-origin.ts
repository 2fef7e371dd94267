/** Where a fact comes from, before any image is opened. */
export type FactOrigin =
  /** What its collector is given to read, in words. */
  | { readonly kind: 'collected'; readonly reads: readonly string[] }
  /** The facts that it follows from, in the order its derivation names them. */
  | { readonly kind: 'derived'; readonly from: readonly string[] };
