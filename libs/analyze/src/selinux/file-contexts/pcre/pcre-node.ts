import type { ByteSet } from './byte-set.ts';

/** A Perl-compatible expression without what only matters for captures. */
export type PcreNode =
  /** One byte. */
  | { readonly kind: 'set'; readonly bytes: ByteSet }
  /** A place between two bytes; `source` says it in JavaScript. */
  | { readonly kind: 'assertion'; readonly source: string }
  | { readonly kind: 'look-ahead'; readonly negative: boolean; readonly body: PcreNode }
  | { readonly kind: 'sequence'; readonly items: readonly PcreNode[] }
  | { readonly kind: 'alternatives'; readonly branches: readonly PcreNode[] }
  /** `max` is included; Infinity is no bound. */
  | { readonly kind: 'repeat'; readonly body: PcreNode; readonly min: number; readonly max: number; readonly lazy: boolean };

export const startAssertion: PcreNode = { kind: 'assertion', source: '^' };
/** At the end and before a line feed that ends the text, as PCRE2 has it without PCRE2_DOLLAR_ENDONLY. */
export const endAssertion: PcreNode = { kind: 'assertion', source: '(?=\\n?$)' };
