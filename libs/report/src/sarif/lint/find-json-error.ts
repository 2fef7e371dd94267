/** What the grammar of JSON (RFC 8259) allows next. */
type Expecting = 'value' | 'first-element' | 'key' | 'first-key' | 'separator';

const SPACE = /[ \t\r\n]*/y;
const NUMBER_OR_WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Index of the first character that is no JSON, which is the text's length when it ends too early; undefined when the text is JSON. For messages: `JSON.parse` tells a place for some errors only. */
export function findJsonError(text: string): number | undefined {
  const closers: string[] = [];
  let expecting: Expecting = 'value';
  let index = skip(SPACE, text, 0);
  for (; index < text.length || closers.length > 0 || expecting !== 'separator'; index = skip(SPACE, text, index)) {
    const character = text[index];
    if (expecting === 'separator') {
      const closer = closers.at(-1);
      if (character === ',' && closer !== undefined) expecting = closer === '}' ? 'key' : 'value';
      else if (character !== undefined && character === closer) closers.pop();
      else return index;
      index += 1;
    } else if ((expecting === 'first-element' && character === ']') || (expecting === 'first-key' && character === '}')) {
      closers.pop();
      expecting = 'separator';
      index += 1;
    } else if (expecting === 'key' || expecting === 'first-key') {
      const end = stringEnd(text, index);
      if (end < 0) return -end - 1;
      index = skip(SPACE, text, end);
      if (text[index] !== ':') return index;
      expecting = 'value';
      index += 1;
    } else if (character === '{' || character === '[') {
      closers.push(character === '{' ? '}' : ']');
      expecting = character === '{' ? 'first-key' : 'first-element';
      index += 1;
    } else {
      const end = character === '"' ? stringEnd(text, index) : skip(NUMBER_OR_WORD, text, index);
      if (end < 0) return -end - 1;
      if (end === index) return index;
      expecting = 'separator';
      index = end;
    }
  }
  return undefined;
}

/** Index after the string that begins at `start`, or -1 minus the index of what is wrong in it. */
function stringEnd(text: string, start: number): number {
  if (text[start] !== '"') return -1 - start;
  let index = start + 1;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code === 0x22) return index + 1;
    if (code < 0x20) return -1 - index;
    const end = code === 0x5c ? skip(ESCAPE, text, index) : index + 1;
    if (end === index) return -1 - index;
    index = end;
  }
  return -1 - index;
}

function skip(token: RegExp, text: string, index: number): number {
  token.lastIndex = index;
  return token.test(text) ? token.lastIndex : index;
}
