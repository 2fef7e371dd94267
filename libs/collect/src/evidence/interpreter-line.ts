const MAX_LINE = 256;

/** The first line of a script without `#!`. */
export interface InterpreterLine {
  /** Trimmed, as written. */
  readonly text: string;
  /** What is started: the interpreter, behind env what env is asked for. */
  readonly program: string;
}

/** Of a file that starts with `#!`, as far as Linux reads the line (fs/binfmt_script.c: 256 bytes); a line without a program is none. */
export function interpreterLine(head: Uint8Array): InterpreterLine | undefined {
  if (head[0] !== 0x23 || head[1] !== 0x21) return undefined;
  const text = new TextDecoder('latin1').decode(head.subarray(2, MAX_LINE)).split('\n')[0]!.trim();
  const words = text.split(/[ \t]+/);
  const program = words.find((word) => baseName(word) !== 'env' && !word.startsWith('-') && !word.includes('='));
  return program === undefined || program === '' ? undefined : { text, program };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
