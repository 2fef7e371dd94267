import type { Unreadable } from '@staticfire/facts';
import type { BlockSource } from '@staticfire/read/block-source';
import { FormatError, LimitError } from '@staticfire/read/bytes';
import { type FileSystem, lookup, openFileContent, readFile } from '@staticfire/read/filesystem';
import { HMAC_KEYS, hmacWith } from '@staticfire/read/formats/kernel-hmac';
import { defineFileCollector, type FileVisitor, type VisitedFile } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { type FipsIntegrityFiles, fipsIntegrityFiles } from './fips-integrity-files.schema.ts';

type Found = Exclude<FipsIntegrityFiles['files'][number], Unreadable>;

const MAX_FILES = 200;
const MAX_HMAC_LENGTH = 8192;
/** libkcapi has 100 KiB; the files that this is read of are read once more. */
const MAX_LENGTH = 16 * 1024 * 1024;
const MAX_TOTAL = 64 * 1024 * 1024;
const NAME = /^(.*)\/\.([^/]+)\.hmac$/;
const DIGEST = /^([0-9a-f]{64}|[0-9a-f]{128})(?:[ \t].*)?$/i;

export const collectFipsIntegrityFiles = defineFileCollector({
  fact: fipsIntegrityFiles,
  reads: ['fileSystem'],
  start({ fileSystem }) {
    const fs = fileSystem('ROOT');
    return fs === undefined ? undefined : new HmacVisitor(fs);
  },
});

class HmacVisitor implements FileVisitor<FipsIntegrityFiles> {
  readonly #fs: FileSystem;
  readonly #files = new BoundedList<Found>(MAX_FILES, 'HMAC files');
  #left = MAX_TOTAL;

  constructor(fs: FileSystem) {
    this.#fs = fs;
  }

  visit({ path, normalPath, stat, error }: VisitedFile): undefined {
    if (error !== undefined) this.#files.addError(error);
    const [folder, name] = NAME.exec(path)?.slice(1) ?? [];
    if (folder === undefined || name === undefined || (stat?.type !== 'file' && stat?.type !== 'symlink')) return;
    this.#files.attempt(() => this.#read(path, normalPath, `${folder}/${name}`));
  }

  finish(): FipsIntegrityFiles {
    return { files: this.#files.elements };
  }

  /** A link to nothing says nothing. */
  #read(path: string, normalPath: string, target: string): readonly Found[] {
    const bytes = readFile(this.#fs, path, MAX_HMAC_LENGTH);
    if (bytes === undefined) return [];
    const digest = DIGEST.exec(
      Buffer.from(bytes)
        .toString('latin1')
        .replace(/\r?\n$/, ''),
    )?.[1]?.toLowerCase();
    if (digest === undefined) throw new FormatError({ structure: normalPath, field: 'digest', offset: 0, expected: '64 or 128 hexadecimal digits' });
    const hash = digest.length === 64 ? 'sha256' : 'sha512';
    const found = { path: normalPath, of: normalPath.replace(/\.([^/]+)\.hmac$/, '$1'), hash } as const;
    const source = lookup(this.#fs, target)?.type === 'file' ? openFileContent(this.#fs, target) : undefined;
    if (source === undefined) return [{ ...found, state: 'no-file' }];
    this.#reserve(found.of, source.length);
    const key = keyOf(hash, digest, source);
    return [{ ...found, ...(key === undefined ? { state: 'differs' } : { key, state: 'matches' }) }];
  }

  #reserve(structure: string, length: number): void {
    const most = Math.min(MAX_LENGTH, this.#left);
    if (length > most) throw new LimitError({ structure, field: 'length', offset: 0, found: length, expected: `at most ${most}, as files with an HMAC` });
    this.#left -= length;
  }
}

function keyOf(hash: Found['hash'], digest: string, source: BlockSource): keyof typeof HMAC_KEYS | undefined {
  return (['hmaccalc', 'fipscheck'] as const).find((key) => hmacWith(hash, HMAC_KEYS[key], source) === digest);
}
