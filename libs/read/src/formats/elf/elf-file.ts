import type { BlockSource } from '../../block-source/index.ts';
import type { ElfEncoding } from './elf-records.ts';

/** An ELF file with checked headers; contents stay where they are. */
export interface ElfFile extends ElfEncoding {
  readonly source: BlockSource;
  readonly type: number; // e_type
  readonly machine: number; // e_machine
  readonly entry: bigint; // e_entry
  readonly flags: number; // e_flags
  /** In the order of the program header table. */
  readonly segments: readonly ElfSegment[];
  /** In the order of the section header table, the reserved first one with them; empty where there is none: running a file takes no sections. */
  readonly sections: readonly ElfSection[];
}

/** A program header. */
export interface ElfSegment {
  readonly type: number; // p_type
  readonly flags: number; // p_flags
  readonly offset: number; // p_offset
  readonly address: bigint; // p_vaddr
  readonly fileLength: number; // p_filesz
  readonly memoryLength: bigint; // p_memsz
  readonly alignment: bigint; // p_align
}

/** A section header. */
export interface ElfSection {
  readonly name: string;
  readonly type: number; // sh_type
  readonly flags: bigint; // sh_flags
  readonly address: bigint; // sh_addr
  readonly offset: number; // sh_offset
  /** Bytes in the file; SHT_NOBITS has none there. */
  readonly length: number; // sh_size
  readonly link: number; // sh_link
  readonly info: number; // sh_info
  readonly alignment: bigint; // sh_addralign
  readonly entryLength: number; // sh_entsize
}
