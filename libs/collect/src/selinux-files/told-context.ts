import { boolean, optional, string } from '@staticfire/facts';
import type { LoadedPolicy } from '../evidence/read-selinux-policy.ts';
import { ContextKnowledge } from './context-knowledge.ts';

/** Members of a fact's element for a context that somebody wrote down. */
export const toldContext = {
  context: string('Security context without quotes'),
  valid: optional(boolean('The policy of the image knows its user, role, type and range, and they belong together; absent without a policy')),
};

export interface ToldContext {
  readonly context: string;
  readonly valid?: boolean;
}

/** Tells of contexts that stand in files called `structure`: more than `ContextKnowledge` takes is a LimitError. No policy → undefined for `loaded`. */
export function contextTeller(loaded: LoadedPolicy | undefined, structure: string): (context: string) => ToldContext {
  const knowledge = loaded && new ContextKnowledge(loaded.policy, structure);
  return (context) => ({ context, ...(knowledge === undefined ? {} : { valid: knowledge.isValid(context) }) });
}
