import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { type Context, contextOf, InvalidContextError, parseContext } from '../contexts/index.ts';
import { UnknownSymbolError } from '../rule-query.ts';

/** Numbers of initial SIDs (security/selinux/include/initial_sid_to_string.h). */
const UNLABELED = 3;
const FILE = 5;

/**
 * The context that the kernel goes by for a file that carries a label: without one that of the initial SID `file`, with one that the policy does not take that
 * of `unlabeled` (security/selinux/hooks.c, `inode_doinit_use_xattr`). Undefined: the policy has no such initial SID.
 */
export function effectiveLabel(policy: SelinuxPolicy, label: string | undefined): Context | undefined {
  if (label === undefined) return initialContext(policy, FILE);
  try {
    return parseContext(policy, label);
  } catch (error) {
    if (error instanceof InvalidContextError || error instanceof UnknownSymbolError) return initialContext(policy, UNLABELED);
    throw error;
  }
}

function initialContext({ objectContexts }: SelinuxPolicy, wanted: number): Context | undefined {
  const initial = objectContexts.initialSids.find(({ sid }) => sid === wanted);
  return initial && contextOf(initial.context);
}
