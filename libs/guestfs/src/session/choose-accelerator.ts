import { probeKvm } from './probe-kvm.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How the appliance runs, and why. */
export interface Accelerator {
  readonly name: 'kvm' | 'tcg' | 'as set';
  readonly settings: Environment;
}

const EMULATED = { LIBGUESTFS_BACKEND_SETTINGS: 'force_tcg' };
const QEMU = 'qemu-system-x86_64';

/** What the user set wins; else KVM where it runs a guest, and emulation where it does not. Where that cannot be tried libguestfs decides itself. */
export async function chooseAccelerator(folder: string, environment: Environment): Promise<Accelerator> {
  if (environment['LIBGUESTFS_BACKEND_SETTINGS'] !== undefined) return { name: 'as set', settings: {} };
  const works = await probeKvm(folder, environment['LIBGUESTFS_HV'] ?? QEMU);
  if (works === undefined) return { name: 'as set', settings: {} };
  return works ? { name: 'kvm', settings: {} } : { name: 'tcg', settings: EMULATED };
}
