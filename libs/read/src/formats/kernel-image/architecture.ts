/** As `uname -m` says it. */
export type KernelArchitecture = 'x86_64' | 'i686' | 'aarch64' | 'riscv64' | 'loongarch64';

/** PE/COFF `Machine` */
export const PE_ARCHITECTURES: ReadonlyMap<number, KernelArchitecture> = new Map([
  [0x8664, 'x86_64'],
  [0x014c, 'i686'],
  [0xaa64, 'aarch64'],
  [0x5064, 'riscv64'],
  [0x6264, 'loongarch64'],
]);

/** ELF `e_machine` */
export const ELF_ARCHITECTURES: ReadonlyMap<number, KernelArchitecture> = new Map([
  [62, 'x86_64'],
  [3, 'i686'],
  [183, 'aarch64'],
  [243, 'riscv64'],
  [258, 'loongarch64'],
]);
