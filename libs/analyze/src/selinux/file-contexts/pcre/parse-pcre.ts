import { allBytes, singleByte } from './byte-set.ts';
import { isStrayNamedClass, parseClass } from './pcre-class.ts';
import { parseEscape } from './pcre-escape.ts';
import { endAssertion, type PcreNode, startAssertion } from './pcre-node.ts';
import { PcreText, type Place } from './pcre-text.ts';

/** PCRE2 allows 250 by default. */
const MAX_DEPTH = 100;
/** PCRE2's own bound of a number in braces. */
const MAX_COUNT = 65_535;
const QUANTIFIER = /[*+?]|\{([0-9]+)(?:(,)([0-9]*))?\}/y;
const LATER_QUANTIFIER = /\{,[0-9]+\}/y;
const ASSERTIONS: Readonly<Record<string, PcreNode>> = {
  A: startAssertion,
  Z: endAssertion,
  z: { kind: 'assertion', source: '$' },
  b: { kind: 'assertion', source: '\\b' },
  B: { kind: 'assertion', source: '\\B' },
};

/**
 * A Perl-compatible expression (pcre2pattern(3), option PCRE2_DOTALL, bytes, C locale). What PCRE2 does not compile is a FormatError; what is
 * not read, or differs between its versions, an UnsupportedError; groups nested deeper than 100 are a LimitError.
 */
export function parsePcre(regex: string, place: Place): PcreNode {
  const text = new PcreText(regex, place);
  const node = parseAlternatives(text, 0);
  if (!text.ended) throw text.malformed('a closing parenthesis without an opening one');
  return node;
}

function parseAlternatives(text: PcreText, depth: number): PcreNode {
  if (depth > MAX_DEPTH) throw text.tooMuch(`groups nested deeper than ${MAX_DEPTH}`);
  const branches = [parseSequence(text, depth)];
  while (text.take('|')) branches.push(parseSequence(text, depth));
  return branches.length === 1 ? branches[0]! : { kind: 'alternatives', branches };
}

function parseSequence(text: PcreText, depth: number): PcreNode {
  const items: PcreNode[] = [];
  while (!text.ended && text.peek() !== '|' && text.peek() !== ')') items.push(parseRepetition(parseAtom(text, depth), text));
  return items.length === 1 ? items[0]! : { kind: 'sequence', items };
}

function parseAtom(text: PcreText, depth: number): PcreNode {
  if (text.match(QUANTIFIER) !== undefined) throw text.malformed('a repetition of nothing');
  if (text.match(LATER_QUANTIFIER) !== undefined) throw text.unsupported('{,n}, which only PCRE2 10.43 and later repeats with');
  if (text.startsWith('[')) return parseSet(text);
  const character = text.next();
  switch (character) {
    case '.':
      return { kind: 'set', bytes: allBytes };
    case '^':
      return startAssertion;
    case '$':
      return endAssertion;
    case '(':
      return parseGroup(text, depth);
    case '\\':
      return parseBackslash(text);
    default:
      return { kind: 'set', bytes: singleByte(character.charCodeAt(0)) };
  }
}

function parseSet(text: PcreText): PcreNode {
  if (isStrayNamedClass(text)) throw text.malformed('a named class outside of a class');
  text.next();
  return { kind: 'set', bytes: parseClass(text) };
}

function parseBackslash(text: PcreText): PcreNode {
  const letter = text.peek();
  if (Object.hasOwn(ASSERTIONS, letter)) {
    text.next();
    return ASSERTIONS[letter]!;
  }
  const escaped = parseEscape(text);
  return { kind: 'set', bytes: typeof escaped === 'number' ? singleByte(escaped) : escaped };
}

function parseGroup(text: PcreText, depth: number): PcreNode {
  if (text.startsWith('*')) throw text.unsupported('a verb, (*');
  const isLookAhead = text.startsWith('?=') || text.startsWith('?!');
  const negative = text.startsWith('?!');
  if (!text.take('?:') && !text.take('?=') && !text.take('?!') && text.startsWith('?'))
    throw text.unsupported(`the group ${JSON.stringify(`(?${text.peek(1)}${text.peek(2)}`)}`);
  const body = parseAlternatives(text, depth + 1);
  if (!text.take(')')) throw text.malformed('a parenthesis is not closed');
  return isLookAhead ? { kind: 'look-ahead', negative, body } : body;
}

function parseRepetition(body: PcreNode, text: PcreText): PcreNode {
  const [sign, least, comma, most] = text.match(QUANTIFIER) ?? [];
  if (sign === undefined) return body;
  if (body.kind === 'assertion' || body.kind === 'look-ahead') throw text.unsupported(`a repetition of an assertion, ${sign}`);
  if (text.startsWith('+')) throw text.unsupported(`a possessive repetition, ${sign}+`);
  const lazy = text.take('?');
  if (text.match(QUANTIFIER) !== undefined || text.match(LATER_QUANTIFIER) !== undefined) throw text.unsupported('a repetition of a repetition');
  const min = least === undefined ? (sign === '+' ? 1 : 0) : Number(least);
  const max = least === undefined ? (sign === '?' ? 1 : Infinity) : comma === undefined ? min : most === '' ? Infinity : Number(most);
  if (min > MAX_COUNT || (max > MAX_COUNT && max !== Infinity)) throw text.malformed(`a number in braces is larger than ${MAX_COUNT}`);
  if (max < min) throw text.malformed('numbers in braces are out of order');
  return { kind: 'repeat', body, min, max, lazy };
}
