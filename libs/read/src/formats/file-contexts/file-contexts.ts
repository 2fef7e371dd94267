import { LimitError, UnsupportedError } from '../../bytes/index.ts';
import { type ByteLine, lineError, splitByteLines } from './byte-lines.ts';

export type FileContextType = 'file' | 'directory' | 'symlink' | 'char-device' | 'block-device' | 'fifo' | 'socket';

/** One line of a file_contexts file. */
export interface FileContextSpec {
  /** From 1. */
  readonly line: number;
  /** A Perl-compatible expression for the whole path, as written; ASCII. */
  readonly regex: string;
  /** Absent: any type. */
  readonly type?: FileContextType;
  /** As written, unchecked. Absent is `<<none>>`: what fits gets no label. */
  readonly context?: string;
}

const TYPES: Readonly<Record<string, FileContextType>> = {
  '--': 'file',
  '-d': 'directory',
  '-l': 'symlink',
  '-c': 'char-device',
  '-b': 'block-device',
  '-p': 'fifo',
  '-s': 'socket',
};
const NO_LABEL = '<<none>>';
/** libselinux 3.9 and later refuse longer expressions (src/label_file.h, `compile_regex`); a context has less than a page. */
const MAX_FIELD = 4095;
/** SELINUX_MAGIC_COMPILED_FCONTEXT in both byte orders: file_contexts.bin. */
const COMPILED = ['f97cff8a', '8aff7cf9'];

/**
 * A file_contexts file as libselinux reads it (src/label_support.c, `read_spec_entries`; src/label_file.h, `process_line`): expression,
 * type or nothing, context, between blanks; what follows them is passed over. A missing field, an unknown type and a byte that is not ASCII
 * are FormatErrors with the line, a field of more than 4095 bytes is a LimitError, a compiled table an UnsupportedError.
 */
export function parseFileContexts(bytes: Uint8Array, file: string): readonly FileContextSpec[] {
  if (COMPILED.includes(Buffer.from(bytes.subarray(0, 4)).toString('hex'))) {
    throw new UnsupportedError({ structure: file, message: 'a compiled table; only its text is read' });
  }
  return splitByteLines(bytes, file).flatMap((line) => {
    const fields = line.text.split(/[ \t\v\f\r]+/, 4).filter((field) => field !== '');
    return fields.length === 0 || fields[0]!.startsWith('#') ? [] : [parseSpec(fields.slice(0, 3), line, file)];
  });
}

function parseSpec(fields: readonly string[], { number: line }: ByteLine, file: string): FileContextSpec {
  if (fields.some((field) => /[^\x01-\x7f]/.test(field))) throw lineError(file, line, 'a byte is not ASCII');
  if (fields.some((field) => field.length > MAX_FIELD)) {
    throw new LimitError({ structure: file, field: `line ${line}`, message: `a field is longer than ${MAX_FIELD} bytes` });
  }
  const [regex, second, third] = fields;
  if (regex === undefined || second === undefined) throw lineError(file, line, 'the context is missing');
  const context = third ?? second;
  const type = third === undefined ? undefined : typeOf(second);
  if (third !== undefined && type === undefined) throw lineError(file, line, `${JSON.stringify(second.slice(0, 80))} is no file type`);
  return { line, regex, ...(type === undefined ? {} : { type }), ...(context === NO_LABEL ? {} : { context }) };
}

function typeOf(field: string): FileContextType | undefined {
  return Object.hasOwn(TYPES, field) ? TYPES[field] : undefined;
}
