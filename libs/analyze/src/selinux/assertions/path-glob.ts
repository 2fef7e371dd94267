/** `**` alone between slashes stands for any number of names, none included; `*` for any part of a name. Every other character stands for itself. */
export const PATH_GLOB = '^(/(\\*\\*|(?:[^/*]|\\*(?!\\*))*))+$';

const ANY_NAMES = '**';
const ANY_PART = '*';

/** Whether a glob stands for an absolute path. Linear in both, but for what lies between the last two stars. */
export function matchesPath(glob: string, path: string): boolean {
  return matchesParts(glob.split('/'), path.split('/'), ANY_NAMES, matchesName);
}

function matchesName(glob: string, name: string): boolean {
  return matchesParts(glob, name, ANY_PART, (one, other) => one === other);
}

/** Only the last star is gone back to: what stands before it has matched as early as it can. */
function matchesParts<T>(pattern: ArrayLike<T>, parts: ArrayLike<T>, star: T, matches: (pattern: T, part: T) => boolean): boolean {
  let [at, from] = [0, 0];
  let last: { readonly at: number; from: number } | undefined;
  while (from < parts.length) {
    if (pattern[at] === star) last = { at: ++at, from };
    else if (at < pattern.length && matches(pattern[at]!, parts[from]!)) [at, from] = [at + 1, from + 1];
    else if (last !== undefined) [at, from] = [last.at, ++last.from];
    else return false;
  }
  while (pattern[at] === star) at++;
  return at === pattern.length;
}
