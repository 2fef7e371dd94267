import type { Verdict } from '@staticfire/findings';
import type { ImageRecipe } from '../lab/recipe.ts';

export type MutationBase = 'demo' | 'demo-2026' | 'demo-uki' | 'fips-2026' | 'k8s-2026' | 'k8s-2026-arm' | 'uki-2026';

/** One change to the base image, and the rules of the pack `baseline` whose verdicts it changes. */
export interface Mutation {
  readonly name: string;
  /** The lab image it starts from: `demo` unless said here. Those on a 1 GiB plan are quicker to build and to scan. */
  readonly base?: MutationBase;
  readonly change: (base: ImageRecipe) => ImageRecipe;
  /** TOML that the node is given; the image alone is not judged then. */
  readonly userData?: string;
  /** Judged in a build output folder, in which these partition images are of the base and all others of the changed image; undefined: the disk alone. */
  readonly stale?: readonly ('boot' | 'root' | 'verity')[];
  /** Every rule that does not pass any more; all others still pass. */
  readonly expect: Readonly<Record<string, Verdict>>;
  /** Every fact that says something else than of the base, sorted, but for those that any change of ROOT alters. Not compared when it is not given. */
  readonly facts?: readonly string[];
}
