import { LimitError, UnsupportedError } from '@staticfire/read/bytes';
import type { FileContextSpec, FileContextType } from '@staticfire/read/formats/file-contexts';
import { expandedSize } from './pcre/expanded-size.ts';
import { literalPrefix } from './pcre/literal-prefix.ts';
import { type MatchWays, matchWays } from './pcre/match-ways.ts';
import { parsePcre } from './pcre/parse-pcre.ts';
import type { Place } from './pcre/pcre-text.ts';
import { writeRegExp } from './pcre/write-regexp.ts';
import { literalPath, stemOf } from './spec-stem.ts';

/** A spec as it is matched, plain data that can cross a thread border. Texts are latin1. */
export interface TranslatedSpec {
  readonly type?: FileContextType;
  /** The only path that fits, when the spec has no metacharacters. */
  readonly literal?: string;
  /** Source of a RegExp without flags, for other specs. */
  readonly source: string;
  /** Every path that fits starts with it. */
  readonly prefix: string;
  readonly ways: MatchWays;
}

const MAX_SIZE = 20_000;

/**
 * A spec for JavaScript. libselinux compiles `^`, the text and `$` joined, with PCRE2_DOTALL: a `|` outside of parentheses stands
 * beside the anchors, not between them. Errors name `file` and the line: FormatError for what PCRE2 does not compile, UnsupportedError
 * for what has no equal or depends on the version, LimitError for more than 20 000 nodes.
 */
export function translateSpec({ regex, type, line }: FileContextSpec, file: string): TranslatedSpec {
  const place: Place = { structure: file, field: `line ${line}` };
  const typed = type === undefined ? {} : { type };
  if (/(?<!\\)(?:\\\\)*\\$/.test(regex)) throw new UnsupportedError({ ...place, message: 'the expression uses a backslash at its end' });
  const literal = literalPath(regex, place);
  if (literal !== undefined) {
    stemOf(regex, literal, place);
    return { ...typed, literal, source: '', prefix: literal, ways: { factor: 1, degree: 0 } };
  }
  const node = parsePcre(`^${regex}$`, place);
  if (expandedSize(node) > MAX_SIZE) throw new LimitError({ ...place, message: `the expression has more than ${MAX_SIZE} nodes` });
  const prefix = literalPrefix(node);
  const stem = stemOf(regex, prefix, place);
  return { ...typed, source: writeRegExp(node), prefix: prefix.startsWith(stem) ? prefix : stem, ways: matchWays(node, true) };
}
