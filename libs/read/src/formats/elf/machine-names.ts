/** e_machine as GNU's triplets name it; gABI's list of 2024. */
const MACHINES: ReadonlyMap<number, string> = new Map([
  [3, 'i386'],
  [8, 'mips'],
  [20, 'powerpc'],
  [21, 'powerpc64'],
  [22, 's390x'],
  [40, 'arm'],
  [62, 'x86_64'],
  [183, 'aarch64'],
  [190, 'cuda'],
  [243, 'riscv'],
  [247, 'bpf'],
  [258, 'loongarch'],
]);

/** `machine 999` for those without a name here. */
export function machineName(machine: number): string {
  return MACHINES.get(machine) ?? `machine ${machine}`;
}
