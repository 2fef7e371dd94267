/** e_type. */
export const ElfType = { relocatable: 1, executable: 2, shared: 3, core: 4 } as const;

/** p_type; GNU's from 0x6474e550. */
export const SegmentType = {
  load: 1,
  dynamic: 2,
  interpreter: 3,
  note: 4,
  gnuStack: 0x6474e551,
  gnuRelro: 0x6474e552,
  gnuProperty: 0x6474e553,
} as const;

/** p_flags. */
export const SegmentFlag = { execute: 1, write: 2, read: 4 } as const;

/** sh_type. */
export const SectionType = { symbolTable: 2, stringTable: 3, note: 7, noBits: 8, dynamicSymbols: 11 } as const;

/** sh_flags. */
export const SectionFlag = { write: 1n, allocate: 2n, execute: 4n, compressed: 0x800n } as const;

/** d_tag. */
export const DynamicTag = {
  null: 0,
  needed: 1,
  pltRelSize: 2,
  hash: 4,
  stringTable: 5,
  symbolTable: 6,
  rela: 7,
  relaSize: 8,
  stringSize: 10,
  soname: 14,
  rpath: 15,
  rel: 17,
  relSize: 18,
  pltRel: 20,
  debug: 21,
  textRelocations: 22,
  jumpRelocations: 23,
  bindNow: 24,
  runpath: 29,
  flags: 30,
  gnuHash: 0x6ffffef5,
  flags1: 0x6ffffffb,
  versionDefined: 0x6ffffffc,
  versionDefinedCount: 0x6ffffffd,
  versionNeeded: 0x6ffffffe,
  versionNeededCount: 0x6fffffff,
} as const;

/** Bits of DT_FLAGS. */
export const DynamicFlag = { textRelocations: 4n, bindNow: 8n } as const;

/** Bits of DT_FLAGS_1. */
export const DynamicFlag1 = { now: 1n, noDefaultLibraries: 0x800n, pie: 0x8000000n } as const;
