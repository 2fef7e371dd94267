// How guestfish can fail, told by programs of that name.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Image } from '@staticfire/read/image';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GuestfsError } from './guestfs-error.ts';
import { openGuestfs } from './open-guestfs.ts';

/** Does what guestfish does with `!` and `echo`, and answers `part-list`; what `$ANSWER` names is done for it. */
const GUESTFISH = `#!/bin/sh
echo $$ > "$LIBGUESTFS_TMPDIR/../pid"
sleep 1000 &
echo $! > "$LIBGUESTFS_TMPDIR/../child"
while read -r line; do
  case "$line" in
    '!'*) eval "\${line#!}" ;;
    'echo '*) eval "$line" ;;
    -part-list*) eval "$ANSWER" ;;
  esac
done
kill $!
`;

const EMULATED = { LIBGUESTFS_BACKEND_SETTINGS: 'force_tcg' };

const image = { disk: { table: { sectorSize: 512, entries: [] } } } as unknown as Image;

describe.skipIf(process.platform !== 'linux')('openGuestfs', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-fake-'));
    mkdirSync(join(folder, 'bin'));
    process.env['TMPDIR'] = folder;
  });
  afterEach(() => {
    delete process.env['TMPDIR'];
    rmSync(folder, { recursive: true });
  });

  async function failure(program: string | undefined, answer = '', launchMs = 10_000, settings: Record<string, string> = EMULATED): Promise<GuestfsError> {
    if (program !== undefined) {
      writeFileSync(join(folder, 'bin/guestfish'), program);
      chmodSync(join(folder, 'bin/guestfish'), 0o755);
    }
    const own = program === undefined ? '' : `:${process.env['PATH']}`;
    const environment = { PATH: `${join(folder, 'bin')}${own}`, ANSWER: answer, ...settings };
    return openGuestfs({ main: { path: 'disk.img', format: 'raw' } }, image, { environment, limits: { launchMs, silenceMs: 500 } }).then(
      () => expect.unreachable('it opened'),
      (error: GuestfsError) => error,
    );
  }

  const isRunning = (file: string) => {
    const status = `/proc/${readFileSync(join(folder, file), 'utf8').trim()}/stat`;
    return existsSync(status) && !readFileSync(status, 'utf8').includes(') Z');
  };

  it('names the packages when guestfish is missing', async () => {
    expect(await failure(undefined)).toMatchObject({
      name: 'GuestfsError',
      kind: 'unsuited',
      message: expect.stringMatching(/libguestfs-tools.*guestfs-tools/),
    });
  });

  it('tells why guestfish ended at its start', async () => {
    const program = '#!/bin/sh\necho "supermin: failed to find a suitable kernel" >&2\nexit 1\n';
    expect(await failure(program)).toMatchObject({ kind: 'failed', message: 'guestfish ended with exit code 1: supermin: failed to find a suitable kernel' });
  });

  it('tells why the appliance did not start', async () => {
    const program = GUESTFISH.replace('case', '[ "$line" = -run ] && echo "libguestfs: error: qemu is broken" >&2\n  case');
    expect(await failure(program)).toMatchObject({ kind: 'failed', message: 'libguestfs did not start: libguestfs: error: qemu is broken' });
  });

  it('starts it once more without KVM where it did not start with it', async () => {
    const program = '#!/bin/sh\necho "tried with $LIBGUESTFS_BACKEND_SETTINGS." >> "$LIBGUESTFS_TMPDIR/../tries"; exit 1\n';
    // A QEMU that is missing leaves open whether KVM works.
    await failure(program, '', 10_000, { LIBGUESTFS_HV: join(folder, 'none') });
    expect(readFileSync(join(folder, 'tries'), 'utf8')).toBe('tried with .\ntried with force_tcg.\n');
    expect(readdirSync(folder).sort()).toEqual(['bin', 'tries']);
  });

  it('ends one that does not start in time', async () => {
    expect(await failure('#!/bin/sh\nexec sleep 1000\n', '', 300)).toMatchObject({
      kind: 'failed',
      message: 'libguestfs did not answer within 0.3 s (its start)',
    });
  });

  it.each([
    ['dies', 'exit 9', /ended with exit code 9/],
    ['is killed', 'kill -SEGV $$', /ended by SIGSEGV/],
    ['stops answering', 'sleep 1000', /did not answer within 0.5 s \(part-list \/dev\/sda\)/],
    ['answers without an end', 'yes', /answered with more than 16777216 bytes/],
    ['finds no table', 'echo "libguestfs: error: unrecognised disk label" >&2', /found no partition table: libguestfs: error: unrecognised disk label/],
    ['answers nonsense about partitions', 'echo "part_num: 1"', /no number/],
  ])('leaves nothing behind when guestfish %s', async (_, answer, message) => {
    expect((await failure(GUESTFISH, answer)).message).toMatch(message);
    expect(readdirSync(folder).filter((name) => name.startsWith('staticfire-guestfs-'))).toEqual([]);
    await expect.poll(() => ['pid', 'child'].map(isRunning)).toEqual([false, false]);
    expect(existsSync(join(folder, 'pid'))).toBe(true);
  });
});
