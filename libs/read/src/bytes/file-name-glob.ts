/**
 * fnmatch(3) on a name without slashes: without flags a backslash takes the next character as it is, with FNM_NOESCAPE it is one like others.
 * Linear: only the last star is gone back to.
 */
export function matchesGlob(pattern: string, name: string, flags: 'escapes' | 'no-escapes' = 'escapes'): boolean {
  let [at, from] = [0, 0];
  let star: { readonly at: number; from: number } | undefined;
  while (from < name.length) {
    const next = pattern[at] === '*' ? undefined : matchOne(pattern, at, name[from]!, flags);
    if (pattern[at] === '*') star = { at: ++at, from };
    else if (next !== undefined) [at, from] = [next, from + 1];
    else if (star !== undefined) [at, from] = [star.at, ++star.from];
    else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}

/** Where the pattern goes on when it takes the character. */
function matchOne(pattern: string, at: number, character: string, flags: 'escapes' | 'no-escapes'): number | undefined {
  const sign = pattern[at];
  if (sign === undefined) return undefined;
  if (sign === '?') return at + 1;
  if (flags === 'escapes' && sign === '\\' && at + 1 < pattern.length) return pattern[at + 1] === character ? at + 2 : undefined;
  const set = sign === '[' ? /^\[([!^]?)(\]?[^\]]*)\]/.exec(pattern.slice(at)) : null;
  if (set === null) return sign === character ? at + 1 : undefined;
  return inSet(set[2]!, character) === (set[1] === '') ? at + set[0].length : undefined;
}

function inSet(set: string, character: string): boolean {
  for (let at = 0; at < set.length; at++) {
    const last = set[at + 1] === '-' ? set[at + 2] : undefined;
    if (last === undefined ? set[at] === character : set[at]! <= character && character <= last) return true;
    if (last !== undefined) at += 2;
  }
  return false;
}
