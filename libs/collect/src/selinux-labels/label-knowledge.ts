import { canonicalContext } from '@staticfire/analyze/selinux/contexts';
import type { LabelKnowledge as Knowledge } from '@staticfire/analyze/selinux/file-contexts';
import { LimitError } from '@staticfire/read/bytes';
import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';

/** Bottlerocket's images have about twenty. */
const MAX_LABELS = 1000;
/** A range of every category in single numbers has about half as many. */
const MAX_LENGTH = 8192;

/** What a policy knows about the labels of files, each looked at once. More than 1000 different ones, or one of more than 8192 bytes, are a LimitError. */
export class LabelKnowledge implements Knowledge {
  readonly #policy: SelinuxPolicy;
  readonly #known = new Map<string, string | undefined>();

  constructor(policy: SelinuxPolicy) {
    this.#policy = policy;
  }

  readonly isValid = (context: string): boolean => this.#look(context) !== undefined;

  readonly canonical = (context: string): string => this.#look(context) ?? context;

  #look(context: string): string | undefined {
    if (this.#known.has(context)) return this.#known.get(context);
    if (context.length > MAX_LENGTH)
      throw new LimitError({ structure: 'security.selinux', message: `a label of ${context.length} bytes, at most ${MAX_LENGTH} are read` });
    if (this.#known.size === MAX_LABELS) throw new LimitError({ structure: 'security.selinux', message: `more than ${MAX_LABELS} different labels` });
    const canonical = canonicalContext(this.#policy, context);
    this.#known.set(context, canonical);
    return canonical;
  }
}
