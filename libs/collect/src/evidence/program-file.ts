import {
  describeElf,
  type ElfDescription,
  type FoundText,
  findProgramTexts,
  type GoProgram,
  type RustProgram,
  readGoProgram,
  readRustProgram,
} from '@staticfire/analyze/elf';
import type { BlockSource } from '@staticfire/read/block-source';
import { type ElfFile, ElfType, isElf, readElf } from '@staticfire/read/formats/elf';
import type { VisitedFile } from '../collector.ts';

const EI_DATA = 5;
const LITTLE_ENDIAN = 1;
const E_TYPE = 16;

/** What several facts tell of an ELF file that is run or loaded: read when it is asked for, once. Each part throws a ReadError where it is damaged. */
export class ProgramFile {
  readonly #content: BlockSource;
  #elf: ElfFile | undefined;
  #description: ElfDescription | undefined;
  #texts: readonly FoundText<string>[] | undefined;
  #go: { readonly program: GoProgram | undefined } | undefined;

  constructor(content: BlockSource) {
    this.#content = content;
  }

  get elf(): ElfFile {
    this.#elf ??= readElf(this.#content);
    return this.#elf;
  }

  get description(): ElfDescription {
    this.#description ??= describeElf(this.elf);
    return this.#description;
  }

  /** Texts that tell of languages and libraries. */
  get texts(): readonly FoundText<string>[] {
    this.#texts ??= findProgramTexts(this.elf);
    return this.#texts;
  }

  get go(): GoProgram | undefined {
    this.#go ??= { program: readGoProgram(this.elf) };
    return this.#go.program;
  }

  get rust(): RustProgram | undefined {
    return readRustProgram(this.elf, this.texts);
  }
}

/** Whether a file that starts like this is ELF and not an object file, as kernel modules are. */
export function isProgramHead(head: Uint8Array): boolean {
  return isElf(head) && elfType(head) !== ElfType.relocatable;
}

export function elfType(head: Uint8Array): number {
  const [low, high] = head[EI_DATA] === LITTLE_ENDIAN ? [E_TYPE, E_TYPE + 1] : [E_TYPE + 1, E_TYPE];
  return head[low]! + head[high]! * 256;
}

const opened = new WeakMap<VisitedFile, ProgramFile>();

/** The same one for everyone who visits the file. */
export function programFile(file: VisitedFile): ProgramFile {
  const program = opened.get(file) ?? new ProgramFile(file.openContent!());
  opened.set(file, program);
  return program;
}
