import type { TomlStep } from '@staticfire/read/formats/toml';

const STEP = /\.?(?:([A-Za-z0-9_-]+)|("(?:[^"\\]|\\.)*"))|\[([0-9]{1,9})\]/y;

/** The path that `tomlKey` wrote; undefined of anything else. */
export function parseTomlKey(key: string): readonly TomlStep[] | undefined {
  const path: TomlStep[] = [];
  for (let at = 0; at < key.length; ) {
    STEP.lastIndex = at;
    const match = STEP.exec(key);
    if (match === null) return undefined;
    const [all, bare, quoted, index] = match;
    path.push(index !== undefined ? Number(index) : quoted !== undefined ? (JSON.parse(quoted) as string) : bare!);
    at += all.length;
  }
  return path;
}
