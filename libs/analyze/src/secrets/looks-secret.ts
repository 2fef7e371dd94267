import { encodedRule } from './encoded-rule.ts';
import { HintSearch } from './hint-search.ts';
import { TEXT_RULES } from './text-rules.ts';
import { VENDOR_HINTS } from './vendor-hints.ts';

interface Redacted {
  readonly hint: string;
  readonly reach: number;
  readonly before?: number;
  isIn(part: string): boolean;
}

const PLAIN: readonly Redacted[] = [
  ...TEXT_RULES.map((rule): Redacted => ({ ...rule, isIn: (part) => rule.looks?.test(part) ?? rule.find(part).length > 0 })),
  // That a token is as long as its maker has it matters little where it is not shown.
  ...[...VENDOR_HINTS.values()].map((hint): Redacted => ({ hint, reach: 100, isIn: (part) => /[\w-]{16}/.test(part) })),
];
const plain = new HintSearch(PLAIN);
const encoded = encodedRule((text) => (isAnyIn(text, plain) ? 'service-token' : undefined));
const all = new HintSearch<Redacted>([...PLAIN, { ...encoded, isIn: (part) => encoded.find(part).length > 0 }]);

/** Whether a text holds a private key, an access key or a token, whatever it is called, also in base64. Takes more for one than `findSecrets` does. */
export function looksSecret(text: string): boolean {
  return isAnyIn(text, all);
}

function isAnyIn(text: string, search: HintSearch<Redacted>): boolean {
  return [...search.parts(text)].some(([{ isIn }, parts]) => parts.some(({ start, end }) => isIn(text.slice(start, end))));
}
