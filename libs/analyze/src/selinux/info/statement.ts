/** One line of a listing. */
export interface Statement {
  /** What it is about. */
  readonly name: string;
  readonly text: string;
  /** Values of the types and attributes that it names. */
  readonly types: readonly number[];
}

/** One name, or several sorted in braces. */
export function nameList(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `{ ${[...names].sort().join(' ')} }`;
}
