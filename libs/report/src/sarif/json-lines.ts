import { escapeJson } from '../json/render-json.ts';

/** JSON with a line for each element or member down to `depth` levels, compact below that. */
export function jsonLines(value: unknown, depth = 0): string {
  if (depth === 0 || typeof value !== 'object' || value === null) return escapeJson(JSON.stringify(value));
  if (Array.isArray(value)) return `[\n${value.map((element) => jsonLines(element, depth - 1)).join(',\n')}\n]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{\n${members.map(([name, member]) => `${escapeJson(JSON.stringify(name))}:${jsonLines(member, depth - 1)}`).join(',\n')}\n}`;
}
