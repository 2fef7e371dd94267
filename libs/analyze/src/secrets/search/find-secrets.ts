import { encodedRule } from '../encoded-rule.ts';
import type { FoundSecret } from '../found-secret.ts';
import { HintSearch } from '../hint-search.ts';
import type { SecretRule } from '../secret-rule.ts';
import { TEXT_RULES } from '../text-rules.ts';
import { VENDOR_RULES } from './vendor-rules.ts';

/** What was found in a text, and what that took. */
export interface SecretSearch {
  /** By offset; the secrets themselves are not in it. */
  readonly found: readonly FoundSecret[];
  /** Bytes that rules were shown, those of several rules several times; time is in proportion to it, and to the length of the text. */
  readonly shown: number;
}

type Match = Omit<FoundSecret, 'line' | 'column'>;

const PLAIN: readonly SecretRule[] = [...TEXT_RULES, ...VENDOR_RULES];
const plain = new HintSearch(PLAIN);
const RULES: readonly SecretRule[] = [...PLAIN, encodedRule((text) => matchesIn(text, plain).matches.sort(byPlace)[0]?.kind)];
const all = new HintSearch(RULES);

/** Secrets in a text of any encoding that extends ASCII. Of matches that overlap the one that begins first counts, of those the longest. */
export function findSecrets(bytes: Uint8Array): SecretSearch {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const { matches, shown } = matchesIn(text, all);
  return { found: placed(apart(matches.sort(byPlace)), bytes), shown };
}

function matchesIn(text: string, search: HintSearch<SecretRule>): { readonly matches: Match[]; readonly shown: number } {
  const matches: Match[] = [];
  let shown = 0;
  for (const [rule, parts] of search.parts(text)) {
    for (const { start, end } of parts) {
      shown += end - start;
      for (const { kind, index, length } of rule.find(text.slice(start, end))) matches.push({ kind, rule: rule.id, offset: start + index, length });
    }
  }
  return { matches, shown };
}

function byPlace(a: Match, b: Match): number {
  return a.offset - b.offset || b.length - a.length || RULES.findIndex(({ id }) => id === a.rule) - RULES.findIndex(({ id }) => id === b.rule);
}

function apart(matches: readonly Match[]): readonly Match[] {
  let end = 0;
  return matches.filter(({ offset, length }) => {
    if (offset < end) return false;
    end = offset + length;
    return true;
  });
}

/** Adds lines and columns, in one pass over the text. */
function placed(matches: readonly Match[], bytes: Uint8Array): readonly FoundSecret[] {
  let line = 1;
  let start = 0;
  let end = endOfLine(bytes, 0);
  return matches.map(({ kind, rule, offset, length }) => {
    while (end < offset) {
      line += 1;
      start = end + 1;
      end = endOfLine(bytes, start);
    }
    return { kind, rule, line, column: offset - start + 1, offset, length };
  });
}

const LINE_FEED = 0x0a;

function endOfLine(bytes: Uint8Array, start: number): number {
  const end = bytes.indexOf(LINE_FEED, start);
  return end === -1 ? bytes.length : end;
}
