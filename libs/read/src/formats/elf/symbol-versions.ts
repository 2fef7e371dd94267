import { FormatError, LimitError } from '../../bytes/index.ts';
import type { DynamicSection } from './dynamic-section.ts';
import { DynamicTag } from './elf-constants.ts';
import type { ElfFile } from './elf-file.ts';
import { ElfRecords } from './elf-records.ts';
import { type Layout, VERSION_DEFINED, VERSION_DEFINED_AUX, VERSION_NEEDED, VERSION_NEEDED_AUX } from './layouts.ts';
import { findAddress, readMemory } from './memory.ts';
import { stringAt } from './string-table.ts';

/** glibc defines 40. */
const MAX_VERSIONS = 65_536;
/** Of the records, which lie one behind the other; libstdc++ has 2 KB. */
const MAX_LENGTH = 256 * 1024;
const BASE = 1; // VER_FLG_BASE: the file itself
const WEAK = 2; // VER_FLG_WEAK

/** Versions that one library has to define: `libc.so.6`, `GLIBC_2.34`. */
export interface NeededVersions {
  readonly file: string;
  /** Without those that may be missing. */
  readonly versions: readonly string[];
}

/** DT_VERNEED, in the order of the file. */
export function readNeededVersions(elf: ElfFile, dynamic: DynamicSection): NeededVersions[] {
  const table = new VersionTable(elf, dynamic, { tag: DynamicTag.versionNeeded, structure: VERSION_NEEDED.structure });
  return table.chain(VERSION_NEEDED, 0, 'vn_next', table.count(DynamicTag.versionNeededCount)).map(({ at, record }) => {
    const names = table.chain(VERSION_NEEDED_AUX, at + record.number(0, 'vn_aux'), 'vna_next', record.number(0, 'vn_cnt'));
    const versions = names.filter(({ record: aux }) => (aux.number(0, 'vna_flags') & WEAK) === 0);
    return { file: table.text(record.number(0, 'vn_file')), versions: versions.map(({ record: aux }) => table.text(aux.number(0, 'vna_name'))) };
  });
}

/** DT_VERDEF: the versions that a library defines, without the name of the library itself. */
export function readDefinedVersions(elf: ElfFile, dynamic: DynamicSection): string[] {
  const table = new VersionTable(elf, dynamic, { tag: DynamicTag.versionDefined, structure: VERSION_DEFINED.structure });
  return table
    .chain(VERSION_DEFINED, 0, 'vd_next', table.count(DynamicTag.versionDefinedCount))
    .filter(({ record }) => (record.number(0, 'vd_flags') & BASE) === 0)
    .map(({ at, record }) => table.text(table.at(VERSION_DEFINED_AUX, at + record.number(0, 'vd_aux')).number(0, 'vda_name')));
}

interface Placed<F extends string> {
  readonly at: number;
  readonly record: ElfRecords<F>;
}

/** Records that say how far the next one is; every one of them counts against one budget. */
class VersionTable {
  readonly #elf: ElfFile;
  readonly #dynamic: DynamicSection;
  readonly #structure: string;
  readonly #bytes: Uint8Array;
  readonly #origin: number;
  #left = MAX_VERSIONS;

  constructor(elf: ElfFile, dynamic: DynamicSection, { tag, structure }: { readonly tag: number; readonly structure: string }) {
    const address = dynamic.values.get(tag);
    const length = address === undefined ? 0 : Math.min(MAX_LENGTH, findAddress(elf, address)?.length ?? 0);
    const place = address === undefined ? { bytes: new Uint8Array(), offset: 0 } : readMemory(elf, { structure, address, length, limit: MAX_LENGTH });
    this.#elf = elf;
    this.#dynamic = dynamic;
    this.#structure = structure;
    this.#bytes = place.bytes;
    this.#origin = elf.source.origin + place.offset;
  }

  count(tag: number): number {
    return this.#bytes.length === 0 ? 0 : Number(this.#dynamic.values.get(tag) ?? 0n);
  }

  at<F extends string>(layout: Layout<F>, offset: number): ElfRecords<F> {
    return new ElfRecords(this.#bytes.subarray(offset, offset + layout.length[0]), layout, this.#elf, this.#origin + offset);
  }

  chain<F extends string>(layout: Layout<F>, start: number, next: NoInfer<F>, count: number): Placed<F>[] {
    if (count > this.#left) throw new LimitError({ structure: this.#structure, offset: this.#origin, message: `more than ${MAX_VERSIONS} records` });
    this.#left -= count;
    const found: Placed<F>[] = [];
    for (let at = start; found.length < count; ) {
      const record = this.at(layout, at);
      found.push({ at, record });
      const step = record.number(0, next);
      if (step === 0) break;
      at += step;
    }
    return found;
  }

  text(offset: number): string {
    const found = stringAt(this.#dynamic.strings, offset);
    if (found !== undefined) return found;
    throw new FormatError({ structure: this.#structure, offset: this.#origin, message: `the string at ${offset} does not end inside the strings` });
  }
}
