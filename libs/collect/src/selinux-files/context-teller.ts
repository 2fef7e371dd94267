import type { LoadedPolicy } from '../evidence/read-selinux-policy.ts';
import { ContextKnowledge } from './context-knowledge.ts';

export interface ToldContext {
  readonly context: string;
  readonly valid?: boolean;
}

/** Tells of contexts that stand in files called `structure`: more than `ContextKnowledge` takes is a LimitError. No policy → undefined for `loaded`. */
export function contextTeller(loaded: LoadedPolicy | undefined, structure: string): (context: string) => ToldContext {
  const knowledge = loaded && new ContextKnowledge(loaded.policy, structure);
  return (context) => ({ context, ...(knowledge === undefined ? {} : { valid: knowledge.isValid(context) }) });
}
