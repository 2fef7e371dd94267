export { describeElf, type ElfDescription } from './describe-elf.ts';
export { type ElfKind, elfKinds } from './elf-kind.ts';
