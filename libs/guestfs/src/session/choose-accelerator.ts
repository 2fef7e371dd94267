import { probeKvm } from './probe-kvm.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const EMULATED = { LIBGUESTFS_BACKEND_SETTINGS: 'force_tcg' };
const QEMU = 'qemu-system-x86_64';

/** Settings of libguestfs beside those of the user, whose own win: none where KVM runs a guest or that cannot be tried, and emulation where it does not. */
export async function chooseAccelerator(folder: string, environment: Environment): Promise<Environment> {
  if (environment['LIBGUESTFS_BACKEND_SETTINGS'] !== undefined) return {};
  const works = await probeKvm(folder, environment['LIBGUESTFS_HV'] ?? QEMU);
  return works === false ? EMULATED : {};
}
