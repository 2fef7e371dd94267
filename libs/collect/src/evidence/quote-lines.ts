import { looksSecret } from '@staticfire/analyze/secrets';
import { cutExcerpt, type Excerpt } from '@staticfire/facts';
import { cutLines, type LineEnds } from '@staticfire/read/formats/linux-text';

/** A text file as its reader counts lines. */
export interface QuotedText extends Pick<Excerpt, 'bank' | 'partition' | 'path'> {
  readonly text: string;
  readonly lineEnds: LineEnds;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of a file whose reader took it for UTF-8. */
export function textOf(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** These lines of a text, from 1, each once; those that look like a key or a token are left out. */
export function quoteLines({ text, lineEnds, ...file }: QuotedText, lines: Iterable<number>): readonly Excerpt[] {
  const texts = cutLines(text, lineEnds);
  return [...new Set(lines)].flatMap((line) => {
    const found = texts[line - 1];
    return found === undefined || looksSecret(found) ? [] : [{ ...file, line, text: cutExcerpt(found) }];
  });
}
