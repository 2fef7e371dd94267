/** A text in a program that tells what it was made with. */
export interface TextMarker<T extends string> {
  readonly what: T;
  /** What is looked for: six characters are found several times faster than more, and `/` and `O` stop a search less often than `a` does. */
  readonly probe: string;
  /** Of the text that starts with the probe; what matches is the evidence. */
  readonly pattern: RegExp;
}

/** The first text for each marker, with its offset in the file. */
export interface FoundText<T extends string> {
  readonly what: T;
  readonly text: string;
  readonly offset: number;
}
