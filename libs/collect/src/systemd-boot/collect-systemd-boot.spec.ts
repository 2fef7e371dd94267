import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../fixtures/boot-evidence.ts';
import { collectFrom, collectWith } from '../fixtures/collect-from.ts';
import { collectSystemdBoot } from './collect-systemd-boot.ts';
import type { SystemdBoot } from './systemd-boot.schema.ts';

const UNITS = '/usr/lib/systemd/system';
const oneshot = (...commands: string[]) =>
  `[Service]\nType=oneshot\n${commands.map((command) => `ExecStart=${command}`).join('\n')}\n[Install]\nWantedBy=first.target\n`;
const NODE = {
  'default.target': '-> first.target',
  'first.target': '[Unit]\nDefaultDependencies=no\nAllowIsolate=yes\n',
  'second.target': '[Unit]\nDefaultDependencies=no\nAllowIsolate=yes\nWants=gone.service\n',
  'go.service': oneshot('/usr/bin/systemctl set-default second', '/usr/bin/systemctl isolate default --no-block'),
};

const paths = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [name.startsWith('/') ? name : `${UNITS}/${name}`, text]));

async function collect(files: Record<string, string>): Promise<SystemdBoot> {
  const fact = await collectFrom(collectSystemdBoot, paths(files));
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return fact.value as SystemdBoot;
}

describe('systemd.boot', () => {
  it('is absent without units', async () => expect((await collectFrom(collectSystemdBoot, { '/usr/lib/os-release': 'x' })).state).toBe('absent'));

  it('has the stages of a boot, and the links that the first one makes', async () => {
    const { from, stages, links, presetFiles, presetsFailed, generators } = await collect({
      ...NODE,
      '/usr/lib/systemd/system-preset/90.preset': 'disable other.service\n',
      'other.service': oneshot('/usr/bin/a'),
      '/usr/lib/systemd/system-generators/systemd-fstab-generator': 'x',
      '/usr/lib/systemd/system-generators/masked': '-> /dev/null',
    });
    expect(from).toBe('default.target');
    expect(stages).toMatchObject([
      {
        target: 'first.target',
        asked: 'default.target',
        mode: 'isolate',
        starts: expect.arrayContaining([{ unit: 'first.target' }, { unit: 'go.service', by: 'first.target' }]),
      },
      {
        target: 'second.target',
        asked: 'default.target',
        by: { unit: 'go.service', file: `${UNITS}/go.service`, line: 4 },
        starts: [{ unit: 'second.target' }],
        chain: ['second.target'],
        missing: [{ unit: 'gone.service', neededBy: 'second.target', kind: 'Wants', state: 'not-found' }],
      },
    ]);
    expect(links).toEqual([
      {
        path: '/etc/systemd/system/first.target.wants/go.service',
        target: `${UNITS}/go.service`,
        unit: 'go.service',
        key: 'WantedBy',
        file: `${UNITS}/go.service`,
        line: 6,
      },
    ]);
    expect(presetFiles).toEqual(['/usr/lib/systemd/system-preset/90.preset']);
    expect(presetsFailed).toBeUndefined();
    expect(generators).toEqual([
      { path: '/usr/lib/systemd/system-generators/systemd-fstab-generator', effect: 'none', reason: expect.stringContaining('/etc/fstab') },
    ]);
  });

  it('tells when nothing is enabled at all', async () => {
    const { presetsFailed, links } = await collect({ ...NODE, 'a.service': '[Service' });
    expect([presetsFailed, links]).toEqual([{ unit: 'a.service', error: 'EBADMSG' }, []]);
  });

  it('tells of cycles and conflicts', async () => {
    const unit = (text: string) => `[Unit]\nDefaultDependencies=no\n${text}\n[Service]\nExecStart=/usr/bin/a\n`;
    const { stages } = await collect({
      'default.target': '[Unit]\nDefaultDependencies=no\nWants=a.service b.service c.service d.service\n',
      'a.service': unit('After=b.service'),
      'b.service': unit('After=a.service'),
      'c.service': unit('Conflicts=d.service'),
      'd.service': unit(''),
    });
    expect(stages).toMatchObject([
      {
        cycles: [{ units: ['a.service', 'b.service'], skipped: 'b.service' }],
        dropped: expect.arrayContaining([{ unit: 'd.service', job: 'start', because: 'c.service makes it stop' }]),
      },
    ]);
  });

  describe('with a command line', () => {
    const grub = (words: string) => `menuentry m {\n linux ($root)/vmlinuz ${words}\n boot\n}\n`;
    const collectBoot = async (words: string, files: Record<string, string> = {}) => {
      const evidence = evidenceOf({ BOOT: { '/grub/grub.cfg': grub(words) }, ROOT: paths({ ...NODE, ...files }) });
      return collectWith(collectSystemdBoot, evidence);
    };

    it.each(['ro systemd.unit=second.target', 'ro -- systemd.unit=second.target'])('starts what it says: %s', async (words) => {
      expect(await collectBoot(words)).toMatchObject({ value: { from: 'command-line', stages: [{ asked: 'second.target' }] } });
    });

    it('tells where that stands', async () => {
      const { sources } = await collectBoot('ro');
      expect(sources.map(({ partition, path }) => [partition, path])).toEqual(
        expect.arrayContaining([
          ['ROOT', undefined],
          ['BOOT', '/grub/grub.cfg'],
        ]),
      );
    });
  });
});
