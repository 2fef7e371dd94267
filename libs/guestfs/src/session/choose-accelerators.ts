import { probeKvm } from './probe-kvm.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const EMULATED = { LIBGUESTFS_BACKEND_SETTINGS: 'force_tcg' };
const QEMU = 'qemu-system-x86_64';

/**
 * Settings of libguestfs beside those of the user, each to be tried when the one before it did not start: those of the user alone; none, where KVM runs a
 * guest or that cannot be tried, and then emulation; emulation where KVM does not.
 */
export async function chooseAccelerators(folder: string, environment: Environment): Promise<readonly Environment[]> {
  if (environment['LIBGUESTFS_BACKEND_SETTINGS'] !== undefined) return [{}];
  const works = await probeKvm(folder, environment['LIBGUESTFS_HV'] ?? QEMU);
  return works === false ? [EMULATED] : [{}, EMULATED];
}
