const FIELD = 8;

/** How GNU tools name sections of more than 8 bytes in a PE file: by their place in a string table at its end. */
export interface SectionNames {
  /** What stands in the section header. */
  field(name: string): string;
  /** Its length and the long names; empty when there are none. */
  readonly table: Buffer;
}

export function sectionNames(names: readonly string[]): SectionNames {
  const places = new Map<string, number>();
  let length = 4;
  for (const name of names.filter((each) => each.length > FIELD)) {
    places.set(name, length);
    length += name.length + 1;
  }
  const field = (name: string) => (places.has(name) ? `/${places.get(name)}` : name);
  if (places.size === 0) return { field, table: Buffer.alloc(0) };
  const table = Buffer.concat([Buffer.alloc(4), ...[...places.keys()].map((name) => Buffer.from(`${name}\0`, 'latin1'))]);
  table.writeUInt32LE(table.length);
  return { field, table };
}
