import { type DynamicSection, DynamicTag, type ElfFile, ElfType } from '@staticfire/read/formats/elf';

export const elfKinds = ['executable', 'pie', 'static', 'static-pie', 'shared-library', 'object', 'core', 'other'] as const;

/** Programs at a fixed address and position-independent ones, each with and without a dynamic linker; libraries; what is linked into others (kernel modules are). */
export type ElfKind = (typeof elfKinds)[number];

/** A program says so in DF_1_PIE; older linkers leave DT_DEBUG in programs alone. */
export function elfKind({ type }: Pick<ElfFile, 'type'>, dynamic: DynamicSection | undefined, interpreter: string | undefined): ElfKind {
  if (type === ElfType.relocatable) return 'object';
  if (type === ElfType.core) return 'core';
  if (type === ElfType.executable) return interpreter === undefined ? 'static' : 'executable';
  if (type !== ElfType.shared) return 'other';
  const isProgram = dynamic !== undefined && (dynamic.isPie || dynamic.values.has(DynamicTag.debug));
  if (!isProgram) return 'shared-library';
  return interpreter === undefined ? 'static-pie' : 'pie';
}
