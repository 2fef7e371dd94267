import type { MitigationDecision } from '@staticfire/analyze/kernel';
import { type FactState, type Infer, integer, isUnreadable, list, object, optional, string } from '@staticfire/facts';
import { needState } from '../derivation.ts';

const cmdlineSchema = object({
  parameters: list(object({ key: string(''), value: optional(string('')), file: string(''), line: optional(integer('')) }), ''),
});

export const placeNeeds = { words: needState('cmdline.effective', cmdlineSchema) };

export interface Place {
  readonly file?: string;
  readonly line?: number;
}

/** Where the last such word stands. Of options kernel.config tells the lines, which the kernel itself may hold, and no file of text. */
export function findPlace({ decidedBy, name, value }: MitigationDecision, words: FactState<Infer<typeof cmdlineSchema>>): Place {
  if (decidedBy !== 'cmdline' || words.state !== 'present') return {};
  const word = words.value.parameters.findLast((each) => !isUnreadable(each) && each.key === name && each.value === value);
  if (word === undefined || isUnreadable(word)) return {};
  return { file: word.file, ...(word.line === undefined ? {} : { line: word.line }) };
}
