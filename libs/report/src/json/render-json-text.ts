import { escapeJson } from './escape-json.ts';

/**
 * JSON with one final line feed. What a terminal would act on is written as JSON's own \u escape, which changes no value; the line
 * feeds between members are layout.
 */
export function renderJsonText(value: unknown): string {
  return `${renderJsonValue(value, 0)}\n`;
}

/** The same without a final line feed, as it stands `depth` levels inside a document. */
export function renderJsonValue(value: unknown, depth: number): string {
  const text = JSON.stringify(value, undefined, 2);
  const placed = depth === 0 ? text : text.replaceAll('\n', `\n${'  '.repeat(depth)}`);
  return escapeJson(placed);
}
