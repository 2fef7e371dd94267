import { UnsupportedError } from '@staticfire/read/bytes';
import type { Place } from './pcre/pcre-text.ts';

/** What libselinux since 3.8 still takes for a literal after a backslash (src/label_file.h, `regex_simplify`). */
const LITERAL_ESCAPES = '.^$?*+|[({])}-_,';
const META = '.^$?*+|[({])}';
/** libselinux up to 3.7: the characters that make an expression of a text, unless they come after a backslash. */
const EARLIER_META = /^(?:[^\\.^$?*+|[({]|\\.)*\\?$/s;
/** libselinux since 3.8: components of a path by which specs are stored (SPEC_NODE_MAX_DEPTH). */
const STEM_COMPONENTS = 3;

/** A text without metacharacters, its escapes resolved; undefined when it is an expression. Where versions of libselinux disagree on that, an UnsupportedError. */
export function literalPath(regex: string, place: Place): string | undefined {
  const literal = simplify(regex);
  if (literal === undefined && EARLIER_META.test(regex)) {
    throw unsupported(place, 'an escape or bracket that versions of libselinux before 3.8 take for a literal path, and later ones for an expression');
  }
  return literal;
}

/**
 * libselinux compares an expression only with paths below its stem, leading components without metacharacters, which ends in a slash here.
 * Up to 3.7 the stem is one component as written, since 3.8 up to three without their escapes. `prefix` is what the expression
 * itself wants at the start; where the two stems still differ for it, an UnsupportedError.
 */
export function stemOf(regex: string, prefix: string, place: Place): string {
  if (prefix !== '' && !prefix.startsWith('/')) return ''; // HOME_DIR/…: no path starts like that
  const earlier = earlierStem(regex);
  const later = laterStem(regex);
  if (earlier === later || (prefix.startsWith(earlier) && prefix.startsWith(later))) return earlier;
  throw unsupported(place, 'a path that versions of libselinux before and since 3.8 cut into stems in different ways');
}

function earlierStem(regex: string): string {
  const slash = regex.indexOf('/', 1);
  const stem = regex.slice(0, slash + 1);
  return slash < 0 || /[.^$?*+|[({]/.test(stem) ? '' : stem;
}

function laterStem(regex: string): string {
  let stem = '';
  let at = 0;
  for (let components = 0; components < STEM_COMPONENTS; ) {
    const slash = regex.indexOf('/', at + 1);
    if (slash < 0) break;
    const component = simplify(regex.slice(at + 1, slash));
    if (component === undefined) break;
    at = slash;
    if (component === '') continue;
    stem += `/${component}`;
    components++;
  }
  return stem === '' ? '' : `${stem}/`;
}

function simplify(regex: string): string | undefined {
  let literal = '';
  for (let at = 0; at < regex.length; at++) {
    const escaped = regex[at] === '\\';
    const character = regex[escaped ? ++at : at] ?? '';
    if (escaped ? character === '' || !LITERAL_ESCAPES.includes(character) : META.includes(character)) return undefined;
    literal += character;
  }
  return literal;
}

function unsupported(place: Place, construct: string): UnsupportedError {
  return new UnsupportedError({ ...place, message: `the expression uses ${construct}` });
}
