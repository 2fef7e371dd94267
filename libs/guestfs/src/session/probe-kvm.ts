import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

/** A guest of the size below is done in a third of a second, also where it is emulated. */
const PROBE_MS = 5000;
/** isa-debug-exit ends QEMU with twice the byte that is written to its port, and one. */
const EXIT_CODE = 0x21;
/** mov dx, 0x501; mov al, 0x10; out dx, al; hlt */
const PROGRAM = [0xba, 0x01, 0x05, 0xb0, 0x10, 0xee, 0xf4];
/** The processor is the one that libguestfs asks for (lib/appliance-cpu.c): KVM can run a plainer one and not this. */
const ARGUMENTS = ['-machine', 'pc,accel=kvm', '-cpu', 'max', '-nodefaults', '-display', 'none', '-m', '64', '-no-reboot', '-device', 'isa-debug-exit'];

/**
 * Whether KVM runs a guest. A device that is there says little: where this machine is a guest itself, it can hang what it starts, so a boot sector is started
 * that ends QEMU at once, and killed when it has not within 5 s. Where it cannot be tried (another processor, no QEMU) the answer is undefined.
 */
export async function probeKvm(folder: string, qemu: string): Promise<boolean | undefined> {
  if (process.arch !== 'x64') return undefined;
  const sector = Buffer.alloc(512);
  sector.set(PROGRAM);
  sector.writeUInt16LE(0xaa55, 510);
  const disk = join(folder, 'probe.img');
  writeFileSync(disk, sector);
  const result = await execa(qemu, [...ARGUMENTS, '-drive', `file=${disk},format=raw,if=ide,readonly=off,snapshot=on`], {
    timeout: PROBE_MS,
    killSignal: 'SIGKILL',
    reject: false,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'ignore',
  });
  if (result.code === 'ENOENT') return undefined;
  return result.exitCode === EXIT_CODE;
}
