import type { FactsBody } from '@staticfire/facts';

interface Coverage {
  readonly scanned: number;
  readonly binary: number;
  readonly tooLarge: number;
  readonly overBudget: number;
  readonly maxLength: number;
}

/** Facts that look for secrets, and where they do. */
const PLACES: readonly (readonly [fact: string, where: string])[] = [
  ['secrets.files', 'on ROOT and BOOT'],
  ['secrets.private', 'on PRIVATE'],
];

/** Where secrets were looked for in this image, and where not; a sentence for each place that could be read. */
export function secretsScope({ facts, judgedBank }: FactsBody): readonly string[] {
  return PLACES.flatMap(([name, where]) => {
    const fact = facts.find((each) => each.name === name && (each.bank === undefined || each.bank === judgedBank));
    if (fact?.state !== 'present') return [];
    const { scanned, binary, tooLarge, overBudget, maxLength } = (fact.value as { readonly coverage: Coverage }).coverage;
    return [
      `Secrets were looked for in ${scanned} files ${where}; not in ${binary} that are no text, ${tooLarge} of more than ${maxLength} bytes and ${overBudget} that would have taken too long.`,
    ];
  });
}
