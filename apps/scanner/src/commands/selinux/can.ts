import type { SelinuxPolicy } from '@staticfire/scan/selinux';
import { UsageError } from '../../failure.ts';
import { accessLines, answerAccess, withoutTitles } from './access-answer.ts';
import { askPolicy } from './ask-policy.ts';
import { decidePair, decisionLines } from './context-answer.ts';
import type { ProofOptions } from './policy-options.ts';
import { writeAnswer } from './write-answer.ts';

export interface CanOptions extends ProofOptions {
  readonly perms?: readonly string[];
}

/** Prints what a source may do; of contexts what the kernel would allow, and why not the rest. */
export async function can(path: string, source: string, target: string | undefined, options: CanOptions): Promise<void> {
  await (isContext(source) ? printDecisions(path, source, target, options) : printAccess(path, source, target, options));
}

function isContext(word: string): boolean {
  return word.includes(':');
}

async function printAccess(path: string, source: string, target: string | undefined, options: CanOptions): Promise<void> {
  const [type, tclass, ...rest] = target?.split(':') ?? [];
  if (rest.length > 0) throw new UsageError('a source that is a type goes with a target that is one: type, or type:class');
  const answer = await askPolicy(path, options, ({ place, policy }) => {
    const names = { source, ...(type ? { target: type } : {}), ...(tclass ? { classes: [tclass] } : {}) };
    return { policy: place, access: answerAccess(policy, { ...names, ...(options.perms === undefined ? {} : { permissions: options.perms }) }, options) };
  });
  await writeAnswer(options.format, { ...answer, access: withoutTitles(answer.access) }, () => accessLines(answer.access));
}

async function printDecisions(path: string, source: string, target: string | undefined, options: CanOptions): Promise<void> {
  if (target === undefined || !isContext(target))
    throw new UsageError('a source that is a context goes with a target that is one: user:role:type[:range][:class]');
  const answer = await askPolicy(path, options, ({ place, policy }) => {
    const pair = { source, ...splitClass(policy, target) };
    return { policy: place, ...pair, decisions: decidePair(policy, pair, options) };
  });
  await writeAnswer(options.format, answer, () => decisionLines(answer));
}

/** What is behind the last colon of a context is a class when the policy has one of that name. */
function splitClass({ classes }: SelinuxPolicy, text: string): { readonly target: string; readonly class?: string } {
  const colon = text.lastIndexOf(':');
  const last = text.slice(colon + 1);
  return classes.get(last) === undefined ? { target: text } : { target: text.slice(0, colon), class: last };
}
