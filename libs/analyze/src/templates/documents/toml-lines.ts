const STEP = /\s*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)\s*(\.|$)/y;

/** Lines of keys and table headers, by path as JSON. Good for documents that parse; only lines that start with a key or header are looked at. */
export function tomlLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const counts = new Map<string, number>();
  let table: readonly (string | number)[] = [];
  const note = (path: readonly (string | number)[], line: number) => {
    const key = JSON.stringify(path);
    if (!lines.has(key)) lines.set(key, line);
  };
  for (const [index, line] of text.split('\n').entries()) {
    const header = /^\s*(\[\[?)(.*?)\]\]?\s*(?:#.*)?$/.exec(line);
    const key = header === null ? stepsOf(line.slice(0, Math.max(line.indexOf('='), 0))) : stepsOf(header[2]!);
    if (key === undefined) continue;
    if (header === null) note([...table, ...key], index + 1);
    else {
      const steps = header[1] === '[[' ? countTable(key, counts) : resolve(key, counts);
      table = steps;
      note(steps.slice(0, typeof steps.at(-1) === 'number' ? -1 : undefined), index + 1);
      note(steps, index + 1);
    }
  }
  return lines;
}

function countTable(key: readonly string[], counts: Map<string, number>): readonly (string | number)[] {
  const path = [...resolve(key.slice(0, -1), counts), key.at(-1)!];
  const name = JSON.stringify(path);
  const at = counts.get(name) ?? 0;
  counts.set(name, at + 1);
  return [...path, at];
}

/** Names of arrays of tables stand for their last table. */
function resolve(key: readonly string[], counts: ReadonlyMap<string, number>): readonly (string | number)[] {
  const path: (string | number)[] = [];
  for (const step of key) {
    path.push(step);
    const count = counts.get(JSON.stringify(path));
    if (count !== undefined) path.push(count - 1);
  }
  return path;
}

function stepsOf(text: string): readonly string[] | undefined {
  const steps: string[] = [];
  const step = new RegExp(STEP);
  for (let more = '.'; more === '.'; ) {
    const found = step.exec(text);
    if (found === null) return undefined;
    steps.push(unquote(found[1]!));
    more = found[2]!;
  }
  return steps;
}

function unquote(word: string): string {
  if (word.startsWith("'")) return word.slice(1, -1);
  return word.startsWith('"') ? word.slice(1, -1).replaceAll(/\\(.)/g, '$1') : word;
}
