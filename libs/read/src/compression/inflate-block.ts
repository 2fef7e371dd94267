import { FormatError, LimitError } from '../bytes/index.ts';
import type { Inflated, InflateOptions } from './inflate-options.ts';

/** Inflates a block of a format that says how long it may be at most: more than that is damage, a FormatError, and no budget. */
export function inflateBlock(inflate: (stored: Uint8Array, options: InflateOptions) => Inflated, stored: Uint8Array, options: InflateOptions): Inflated {
  try {
    return inflate(stored, options);
  } catch (error) {
    throw error instanceof LimitError ? new FormatError(error.detail) : error;
  }
}
