import type { BankName } from '@staticfire/facts';
import { FormatError } from '@staticfire/read/bytes';
import type { FileSystem } from '@staticfire/read/filesystem';
import { type EnvironmentEntry, parseEnvironmentFile } from '@staticfire/read/formats/linux-text';
import type { SourceLog } from '../collector.ts';
import { quoteLines, textOf } from './quote-lines.ts';
import { RootFiles } from './root-files.ts';

const MAX_LENGTH = 64 * 1024;

/** An environment file of ROOT. Missing → undefined. */
export function readEnvironmentFile(fs: FileSystem | undefined, bank: BankName, path: string, sources: SourceLog): EnvironmentFile | undefined {
  const bytes = fs && new RootFiles(fs, bank, sources, MAX_LENGTH).read(path, MAX_LENGTH);
  if (bytes === undefined) return undefined;
  const entries = parseEnvironmentFile(bytes, path);
  const lines = entries.map(({ line }) => line);
  sources.quote(quoteLines({ bank, partition: 'ROOT', path, text: textOf(bytes), lineEnds: 'line-feed' }, lines));
  return new EnvironmentFile(path, entries);
}

export class EnvironmentFile {
  readonly path: string;
  readonly #entries: readonly EnvironmentEntry[];

  constructor(path: string, entries: readonly EnvironmentEntry[]) {
    this.path = path;
    this.#entries = entries;
  }

  get entries(): { readonly line: number; readonly key: string; readonly value: string }[] {
    return this.#entries.filter(({ kind }) => kind === 'assignment').map(({ line, key, value }) => ({ line, key, value }));
  }

  get ignored(): { readonly line: number; readonly text: string }[] {
    return this.#entries.filter(({ kind }) => kind === 'ignored').map(({ line, key }) => ({ line, text: key }));
  }

  text(key: string): string | undefined {
    return this.#last(key)?.value;
  }

  /** `true` or `false`; anything else is a FormatError. */
  flag(key: string): boolean | undefined {
    const entry = this.#last(key);
    if (entry === undefined) return undefined;
    if (entry.value === 'true' || entry.value === 'false') return entry.value === 'true';
    throw new FormatError({ structure: this.path, field: `line ${entry.line}, ${key}`, found: JSON.stringify(entry.value), expected: 'true or false' });
  }

  #last(key: string): EnvironmentEntry | undefined {
    return this.#entries.findLast((entry) => entry.kind === 'assignment' && entry.key === key);
  }
}
