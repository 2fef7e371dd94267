import type { MitigationDecision } from '@staticfire/analyze/kernel';
import { type FactState, type Infer, integer, isUnreadable, list, object, optional, string, type Unreadable } from '@staticfire/facts';
import { needState } from '../derivation.ts';

const configSchema = object({
  copies: list(object({ path: string('') }), ''),
  options: list(object({ name: string(''), line: integer('') }), ''),
});
const cmdlineSchema = object({
  parameters: list(object({ key: string(''), value: optional(string('')), file: string(''), line: optional(integer('')) }), ''),
});

export const placeNeeds = { options: needState('kernel.config', configSchema), words: needState('cmdline.effective', cmdlineSchema) };

export interface Place {
  readonly file?: string;
  readonly line?: number;
}

/** Where what decides stands: an option in the first copy of the configuration, or the last such word. */
export function findPlace(
  { decidedBy, name, value }: MitigationDecision,
  options: FactState<Infer<typeof configSchema>>,
  words: FactState<Infer<typeof cmdlineSchema>>,
): Place {
  if (decidedBy === 'cmdline') {
    const word = words.state === 'present' ? readable(words.value.parameters).findLast((each) => each.key === name && each.value === value) : undefined;
    return word === undefined ? {} : { file: word.file, ...(word.line === undefined ? {} : { line: word.line }) };
  }
  if (options.state !== 'present') return {};
  const [copy] = readable(options.value.copies);
  const option = readable(options.value.options).find((each) => each.name === name);
  return copy === undefined || option === undefined ? {} : { file: copy.path, line: option.line };
}

function readable<T>(elements: readonly (T | Unreadable)[]): readonly T[] {
  return elements.filter((each): each is T => !isUnreadable(each));
}
