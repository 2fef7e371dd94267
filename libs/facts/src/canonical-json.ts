/**
 * JSON text that depends on the value only: two-space indent, members in the order they were built in, one
 * final line feed. Non-ASCII characters stay; lone surrogates become \u escapes.
 */
export function canonicalJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
