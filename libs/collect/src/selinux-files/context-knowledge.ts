import { canonicalContext } from '@staticfire/analyze/selinux/contexts';
import type { LabelKnowledge } from '@staticfire/analyze/selinux/file-contexts';
import { LimitError } from '@staticfire/read/bytes';
import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';

/** Bottlerocket's images have about twenty. */
const MAX_CONTEXTS = 1000;
/** A range of every category in single numbers has about half as many. */
const MAX_LENGTH = 8192;

/**
 * What a policy knows about contexts, each looked at once. More than 1000 different ones, or one of more than 8192 characters, are a LimitError; `structure`
 * is where they stand.
 */
export class ContextKnowledge implements LabelKnowledge {
  readonly #policy: SelinuxPolicy;
  readonly #structure: string;
  readonly #known = new Map<string, string | undefined>();

  constructor(policy: SelinuxPolicy, structure: string) {
    this.#policy = policy;
    this.#structure = structure;
  }

  readonly isValid = (context: string): boolean => this.#look(context) !== undefined;

  readonly canonical = (context: string): string => this.#look(context) ?? context;

  #look(context: string): string | undefined {
    if (this.#known.has(context)) return this.#known.get(context);
    const structure = this.#structure;
    if (context.length > MAX_LENGTH) throw new LimitError({ structure, message: `a context of ${context.length} characters, at most ${MAX_LENGTH} are read` });
    if (this.#known.size === MAX_CONTEXTS) throw new LimitError({ structure, message: `more than ${MAX_CONTEXTS} different contexts` });
    const canonical = canonicalContext(this.#policy, context);
    this.#known.set(context, canonical);
    return canonical;
  }
}
