import type { ProofOptions } from './policy-options.ts';

/** Of questions about what leads where. */
export interface WayOptions extends ProofOptions {
  readonly reverse?: boolean;
  readonly exclude: readonly string[];
  readonly limit: number;
}

/** Ways one below the other, each step with its lines. */
export function* wayLines<T>(ways: readonly (readonly T[])[], stepLines: (step: T) => Iterable<string>): Generator<string> {
  for (const [index, way] of ways.entries()) {
    yield `way ${index + 1}, steps: ${way.length}`;
    for (const step of way) for (const line of stepLines(step)) yield `  ${line}`;
  }
}
