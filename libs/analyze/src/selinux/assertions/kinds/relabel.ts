import { decideRelabel } from '../../access/index.ts';
import { constraintText } from '../../constraints/index.ts';
import { parseContext } from '../../contexts/index.ts';
import { kindSchema, nameSchema } from '../schema-parts.ts';
import type { AssertionScope, Leniency } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/** What the constraints on new labels answer; relabelfrom and relabelto are a question of access. */
export interface RelabelAssertion extends Leniency {
  readonly assert: 'relabel';
  /** Whole contexts: of the process, and the labels before and after. */
  readonly process: string;
  readonly from: string;
  readonly to: string;
  readonly class: string;
  readonly is: 'allowed' | 'denied';
}

export const relabelSchema = kindSchema(
  'relabel',
  {
    process: nameSchema("the process's context"),
    from: nameSchema('the label that the object has'),
    to: nameSchema('the label that it is to get'),
    class: nameSchema("the object's class"),
    is: { title: 'what the constraints answer', enum: ['allowed', 'denied'] },
  },
  ['process', 'from', 'to', 'class', 'is'],
);

export function decideRelabelling(scope: AssertionScope, { process, from, to, class: name, is }: RelabelAssertion): ViolationDraft[] {
  const { policy } = scope;
  const tclass = scope.symbol('class', policy.classes, name);
  if (tclass === undefined) return [];
  const contexts = { source: parseContext(policy, from), target: parseContext(policy, to), third: parseContext(policy, process) };
  const forbids = decideRelabel(policy, contexts, tclass);
  if ((forbids === undefined) === (is === 'allowed')) return [];
  const subject = `${process} ${from} -> ${to}:${name}`;
  if (forbids === undefined) return [{ subject, message: 'no constraint forbids the new label', class: name }];
  return [{ subject, message: 'a constraint forbids the new label', class: name, rules: () => [constraintText(policy, tclass, forbids)] }];
}
