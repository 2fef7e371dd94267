/** How every `inflate*` of a whole stream is called. */
export interface InflateOptions {
  /** Absolute image offset of the stream's first byte, for error messages. */
  readonly origin: number;
  /** The most bytes that may come out; one more is a LimitError, before memory for it is taken. */
  readonly limit: number;
  /** What a deflate or zlib stream is, for messages about its data; without it, the name of its format. */
  readonly structure?: string;
}

export interface Inflated {
  readonly output: Uint8Array;
  /** Length of what was a stream: less than the input when something else follows it, which is the caller's to judge. */
  readonly consumed: number;
}
