import { guestfsKernel, toolPath } from '@staticfire/testkit';
import { program, readTree } from '../contenders.ts';
import { type Contender, measure } from '../measure.ts';
import type { Suite } from '../suite.ts';
import { seconds } from '../term.ts';

const LAUNCH_MS = 120_000;
const READ_MS = 300_000;
const WHAT = 'ext4: root of large, through libguestfs';
/** KVM is not tried: on a nested host its launch hangs. With it these figures would be smaller. */
const ACCELERATOR = { label: 'TCG, without KVM', env: { LIBGUESTFS_BACKEND: 'direct', LIBGUESTFS_BACKEND_SETTINGS: 'force_tcg' } } as const;

export const guestfsSuite: Suite = {
  name: 'guestfs',
  title: 'libguestfs',
  mostRounds: 1,
  withoutWarmUp: true,
  plan: async (workbench) => {
    if (toolPath('guestfish') === undefined) return skippedBecause('guestfish is not installed (Debian package libguestfs-tools)');
    const env = { ...ACCELERATOR.env, ...(await guestfsKernel()) };
    const launch = { ...guestfish('launch', ['/dev/null'], ['run'], env), timeout: LAUNCH_MS };
    // The first launch also builds the appliance, so it is measured before what is counted.
    const failure = await measure(launch).then(
      () => undefined,
      (error: Error) => error.message,
    );
    if (failure !== undefined) return skippedBecause(`guestfish does not start within ${LAUNCH_MS / 1000} s: ${failure.split('\n')[0]}`);
    const { root } = await workbench.lab('large');
    const tarOut = ['run', ':', 'mount-ro', '/dev/sda', '/', ':', 'tar-out', '/', '/dev/null'];
    return {
      contenders: [launch, { ...guestfish('tar-out', [root], tarOut, env), timeout: READ_MS }, readTree('read ext4', root, 1)],
      rows: [
        { what: `guestfish starts (${ACCELERATOR.label})`, how: 'process', unit: 's', ours: seconds('launch') },
        {
          ...{ what: 'ext4: root of large, one thread', how: 'in process', unit: 's', ours: seconds('read ext4') },
          ...{ peer: `guestfish tar-out, with its start (${ACCELERATOR.label})`, theirs: seconds('tar-out') },
        },
      ],
    };
  },
};

function skippedBecause(reason: string) {
  return { contenders: [], rows: [], skipped: [{ what: WHAT, reason }] };
}

function guestfish(name: string, [disk]: readonly [string], commands: readonly string[], env: Readonly<Record<string, string>>): Contender {
  return { ...program(name, 'guestfish', '--ro', '-a', disk, '--', ...commands), env };
}
