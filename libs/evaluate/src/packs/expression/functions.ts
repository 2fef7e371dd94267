/** What hands out the elements of a list, or the keys of a map, one after the other. */
export const MACROS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);

const FUNCTIONS: ReadonlySet<string> = new Set([
  ...MACROS,
  'contains',
  'endsWith',
  'has',
  'hasValue',
  'int',
  'join',
  'lowerAscii',
  'orValue',
  're2',
  'size',
  'split',
  'startsWith',
  'string',
  'substring',
  'trim',
  'upperAscii',
]);

/** Why a function cannot be called; undefined when it can. */
export function functionProblem(name: string): string | undefined {
  if (FUNCTIONS.has(name)) return undefined;
  if (name === 'matches') return `'matches' is not offered, it can take for ever on text from an image; write re2, for example: name.re2("^lib[a-z]+$")`;
  return `'${name}' is not offered; there are ${[...FUNCTIONS].sort().join(', ')}`;
}
