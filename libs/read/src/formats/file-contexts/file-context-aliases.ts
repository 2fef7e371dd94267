import { LimitError } from '../../bytes/index.ts';
import { splitByteLines } from './byte-lines.ts';

/** One line of file_contexts.subs or file_contexts.subs_dist: what lies below `from` is labelled like what lies below `to`. */
export interface FileContextAlias {
  /** From 1. */
  readonly line: number;
  /** Path prefixes as written; each character is one byte. */
  readonly from: string;
  readonly to: string;
}

/** libselinux reads at most so many bytes of a line at once (src/label_file.c, `selabel_subs_init`); the rest would be a line of its own. */
const MAX_LINE = 1021;

/** The aliases of a file_contexts.subs or .subs_dist file in file order. A line without a second field says nothing, as in libselinux; a line of more than 1021 bytes is a LimitError. */
export function parseFileContextAliases(bytes: Uint8Array, file: string): readonly FileContextAlias[] {
  return splitByteLines(bytes, file).flatMap(({ number: line, text }) => {
    if (text.length > MAX_LINE) throw new LimitError({ structure: file, field: `line ${line}`, message: `longer than ${MAX_LINE} bytes` });
    const [from, to] = text.split(/[ \t\v\f\r]+/).filter((field) => field !== '');
    return from === undefined || to === undefined || from.startsWith('#') ? [] : [{ line, from, to }];
  });
}
