import type { FlowDirection, PermissionFlow, PermissionMap } from './permission-map.ts';

const DIRECTIONS: ReadonlyMap<string, FlowDirection | undefined> = new Map([
  ['r', 'read'],
  ['w', 'write'],
  ['b', 'both'],
  ['n', 'none'],
  ['u', undefined],
]);
const MAX_WEIGHT = 10;
const IS_NUMBER = /^\d+$/;

/** A line of a permission map is not what its format asks for. */
export class PermissionMapError extends Error {
  override readonly name = 'PermissionMapError';

  constructor(line: number, reason: string) {
    super(`permission map, line ${line}: ${reason}`);
  }
}

/**
 * The text format of apol and setools: the number of classes, then for each `class NAME PERMISSIONS` and as many lines `permission direction weight`, the
 * direction r, w, b, n or u (unmapped). `#` starts a comment. Otherwise a PermissionMapError.
 */
export function parsePermissionMap(text: string): PermissionMap {
  const flows = new Map<string, PermissionFlow>();
  let className: string | undefined;
  const [count, ...rest] = statements(text);
  if (count === undefined || !IS_NUMBER.test(count.words[0]!)) throw new PermissionMapError(count?.line ?? 1, 'the number of classes is expected');
  for (const { line, words } of rest) {
    if (words[0] === 'class') className = classOf(words, line);
    else if (className === undefined) throw new PermissionMapError(line, 'a permission before any class');
    else {
      const flow = flowOf(words, line);
      if (flow !== undefined) flows.set(`${className}:${words[0]}`, flow);
    }
  }
  return (name, permission) => flows.get(`${name}:${permission}`);
}

function statements(text: string): { readonly line: number; readonly words: readonly string[] }[] {
  const lines = text.split('\n').map((line, index) => ({ line: index + 1, words: line.trim().split(/\s+/) }));
  return lines.filter(({ words }) => words[0] !== '' && !words[0]!.startsWith('#'));
}

function classOf([, name, count]: readonly string[], line: number): string {
  if (name === undefined || !IS_NUMBER.test(count ?? '')) throw new PermissionMapError(line, '"class NAME PERMISSIONS" is expected');
  return name;
}

function flowOf([, letter = '', weight = '']: readonly string[], line: number): PermissionFlow | undefined {
  if (!DIRECTIONS.has(letter)) throw new PermissionMapError(line, 'a direction r, w, b, n or u is expected');
  const number = IS_NUMBER.test(weight) ? Number(weight) : 0;
  if (number < 1 || number > MAX_WEIGHT) throw new PermissionMapError(line, `a weight from 1 to ${MAX_WEIGHT} is expected`);
  const direction = DIRECTIONS.get(letter);
  return direction && { direction, weight: number };
}
