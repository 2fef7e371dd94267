import { printable } from '../printable.ts';

/** What could end a code span, or a cell around it. */
const SPAN_ENDS = /[`|]/g;
/** Words that no Markdown reads as anything else: letters and figures, quotes and brackets round them, a mark at the end. */
const PLAIN_WORD = /^[("]?[\p{L}\p{N}]+(?:[’'-]\p{L}+)*[)"]?[.,;:]?$/u;
/** What GitHub links or begins a list with, though it is letters and figures only: digests of commits, `1.` */
const LINKED_WORD = /^[("]?(?:[\da-f]{7,}|\p{N}+[.)])[)"]?[.,;:]?$/iu;
const MAX_PROSE = 600;

/**
 * Text on one line as a code span, in a cell or elsewhere: nothing in it is markup, a mention, a reference or a link. Backticks and
 * vertical bars are shown as `printable` shows what it escapes.
 */
export function code(text: string, maxLength?: number): string {
  return span(printable(text, maxLength));
}

/** Text that may hold text of an image: plain words stay as they are, everything else stands in code spans. */
export function prose(text: string, maxLength = MAX_PROSE): string {
  const runs: { readonly plain: boolean; readonly words: string[] }[] = [];
  for (const word of printable(text, maxLength)
    .split(' ')
    .filter((each) => each !== '')) {
    const plain = PLAIN_WORD.test(word) && !LINKED_WORD.test(word);
    const last = runs.at(-1);
    if (last?.plain === plain) last.words.push(word);
    else runs.push({ plain, words: [word] });
  }
  return runs.map(({ plain, words }) => (plain ? words.join(' ') : spanOfWords(words.join(' ')))).join(' ');
}

/** Text of a pack: line breaks are layout, and what stands in backticks is a code span anyhow unless it is plain words. */
export function packProse(text: string, maxLength?: number): string {
  return prose(text.replaceAll('`', '').replace(/[ \t\r\n]+/g, ' '), maxLength);
}

/** A mark that ends a part of a sentence stays outside. */
function spanOfWords(words: string): string {
  return /[^.,;:][.,;:]$/.test(words) ? `${span(words.slice(0, -1))}${words.at(-1)}` : span(words);
}

function span(text: string): string {
  const inside = text.replace(SPAN_ENDS, (character) => `\\x${character.charCodeAt(0).toString(16)}`);
  return inside.trim() === '' ? '`(empty)`' : `\`${inside}\``;
}
