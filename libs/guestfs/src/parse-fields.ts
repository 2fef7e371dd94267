/** `key: value` lines, as guestfish prints a hash or a structure; of a key that is there twice the first. */
export function parseFields(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(': ');
    const key = line.slice(0, colon);
    if (colon > 0 && !fields.has(key)) fields.set(key, line.slice(colon + 2));
  }
  return fields;
}
