/** What a stream of node:zlib works with. Node does not document it: a decoder that does not have it, or does something else, is not used. */
interface ZlibHandle {
  writeSync(flush: number, input: Uint8Array, from: number, length: number, output: Uint8Array, to: number, room: number): void;
  reset(): void;
  close(): void;
  onerror: (message: string, errno: number, code: string) => void;
}

/** Room left in the output, bytes left of the input. */
export type WriteState = readonly [number, number];

/** A stream of node:zlib. `writeSync` sets the state. */
export interface ZlibStream {
  readonly _handle: ZlibHandle;
  readonly _writeState: Uint32Array;
}
