/** Offset and size in bytes in ELF32, then in ELF64. */
type Place = readonly [offset32: number, size32: number, offset64: number, size64: number];

/** A record of the System V gABI or of the GNU extensions to it; its fields that are read. */
export interface Layout<F extends string> {
  /** For error messages. */
  readonly structure: string;
  /** Bytes in ELF32 and in ELF64. */
  readonly length: readonly [elf32: number, elf64: number];
  readonly fields: Readonly<Record<F, Place>>;
}

function layout<const F extends string>(structure: string, length: readonly [number, number], fields: Readonly<Record<F, Place>>): Layout<F> {
  return { structure, length, fields };
}

/** gABI, ELF header. e_ident is decoded apart. */
export const FILE_HEADER = layout('ELF header', [52, 64], {
  e_type: [16, 2, 16, 2],
  e_machine: [18, 2, 18, 2],
  e_entry: [24, 4, 24, 8],
  e_phoff: [28, 4, 32, 8],
  e_shoff: [32, 4, 40, 8],
  e_flags: [36, 4, 48, 4],
  e_phentsize: [42, 2, 54, 2],
  e_phnum: [44, 2, 56, 2],
  e_shentsize: [46, 2, 58, 2],
  e_shnum: [48, 2, 60, 2],
  e_shstrndx: [50, 2, 62, 2],
});

/** gABI, program header. */
export const PROGRAM_HEADER = layout('ELF program header', [32, 56], {
  p_type: [0, 4, 0, 4],
  p_flags: [24, 4, 4, 4],
  p_offset: [4, 4, 8, 8],
  p_vaddr: [8, 4, 16, 8],
  p_filesz: [16, 4, 32, 8],
  p_memsz: [20, 4, 40, 8],
  p_align: [28, 4, 48, 8],
});

/** gABI, sections. */
export const SECTION_HEADER = layout('ELF section header', [40, 64], {
  sh_name: [0, 4, 0, 4],
  sh_type: [4, 4, 4, 4],
  sh_flags: [8, 4, 8, 8],
  sh_addr: [12, 4, 16, 8],
  sh_offset: [16, 4, 24, 8],
  sh_size: [20, 4, 32, 8],
  sh_link: [24, 4, 40, 4],
  sh_info: [28, 4, 44, 4],
  sh_addralign: [32, 4, 48, 8],
  sh_entsize: [36, 4, 56, 8],
});

/** gABI, dynamic section. */
export const DYNAMIC_ENTRY = layout('ELF dynamic section', [8, 16], {
  d_tag: [0, 4, 0, 8],
  d_un: [4, 4, 8, 8],
});

/** gABI, symbol table. */
export const SYMBOL = layout('ELF symbol table', [16, 24], {
  st_name: [0, 4, 0, 4],
  st_shndx: [14, 2, 6, 2],
});

/** gABI, relocation. */
export const REL = layout('ELF relocation table', [8, 16], {
  r_info: [4, 4, 8, 8],
});

/** gABI, relocation. */
export const RELA = layout('ELF relocation table', [12, 24], {
  r_info: [4, 4, 8, 8],
});

/** gABI, note section. */
export const NOTE = layout('ELF note', [12, 12], {
  n_namesz: [0, 4, 0, 4],
  n_descsz: [4, 4, 4, 4],
  n_type: [8, 4, 8, 4],
});

/** Linux Extensions to gABI, program property. */
export const PROPERTY = layout('GNU property', [8, 8], {
  pr_type: [0, 4, 0, 4],
  pr_datasz: [4, 4, 4, 4],
});

/** LSB Core, symbol versioning, Elfxx_Verneed. */
export const VERSION_NEEDED = layout('ELF version needed', [16, 16], {
  vn_cnt: [2, 2, 2, 2],
  vn_file: [4, 4, 4, 4],
  vn_aux: [8, 4, 8, 4],
  vn_next: [12, 4, 12, 4],
});

/** LSB Core, symbol versioning, Elfxx_Vernaux. */
export const VERSION_NEEDED_AUX = layout('ELF version needed', [16, 16], {
  vna_flags: [4, 2, 4, 2],
  vna_name: [8, 4, 8, 4],
  vna_next: [12, 4, 12, 4],
});

/** LSB Core, symbol versioning, Elfxx_Verdef. */
export const VERSION_DEFINED = layout('ELF version definition', [20, 20], {
  vd_flags: [2, 2, 2, 2],
  vd_cnt: [6, 2, 6, 2],
  vd_aux: [12, 4, 12, 4],
  vd_next: [16, 4, 16, 4],
});

/** LSB Core, symbol versioning, Elfxx_Verdaux. */
export const VERSION_DEFINED_AUX = layout('ELF version definition', [8, 8], {
  vda_name: [0, 4, 0, 4],
});

/** glibc elf/dl-lookup.c. */
export const GNU_HASH_HEADER = layout('ELF GNU hash table', [16, 16], {
  nbuckets: [0, 4, 0, 4],
  symoffset: [4, 4, 4, 4],
  bloom_size: [8, 4, 8, 4],
});

/** gABI, hash table. */
export const HASH_HEADER = layout('ELF hash table', [8, 8], {
  nbucket: [0, 4, 0, 4],
  nchain: [4, 4, 4, 4],
});

/** A word of a hash table. */
export const WORD = layout('ELF word', [4, 4], {
  word: [0, 4, 0, 4],
});
