import type { SecretKind } from './secret-rule.ts';

/** A secret in a text, without the secret. */
export interface FoundSecret {
  readonly kind: SecretKind;
  /** The rule that found it. */
  readonly rule: string;
  /** From 1; lines end in a line feed. */
  readonly line: number;
  /** From 1, in bytes. */
  readonly column: number;
  /** Bytes from the start of the text. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
}
