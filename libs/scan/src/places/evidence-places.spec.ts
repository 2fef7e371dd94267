import type { Fact, FactsBody, Source } from '@staticfire/facts';
import type { Evidence, Finding, RuleText } from '@staticfire/findings';
import { describe, expect, it } from 'vitest';
import { factCatalogue } from '../catalogue.ts';
import { withPlaces } from './evidence-places.ts';
import { namesPlaces } from './places-by-schema.ts';

const source = (partition: string, path: string, more: Partial<Source> = { bank: 'A' }): Source => ({ partition, path, offset: 0, length: 1, ...more });
const present = (name: string, value: unknown, sources: readonly Source[]): Fact => ({ name, bank: 'A', sources, state: 'present', value });
const GRUB = source('BOOT', '/grub/grub.cfg');
const DATA = source('PRIVATE', '/bootconfig.data', {});
const SYSCTL = source('ROOT', '/x86_64/sys-root/usr/lib/sysctl.d/80.conf');
const DEFAULTS = source('ROOT', '/usr/share/storewolf/x.toml');
const word = (name: string, value: string, from: string, line?: number) => ({ name, key: name, value, from, ...(line === undefined ? {} : { line }) });
const entry = (line: number) => ({ file: '/usr/lib/sysctl.d/80.conf', line, kind: 'set', key: `k${line}`, value: '1', ignoreFailure: false, glob: false });
const origin = (key: string, line: number, file = '/usr/share/storewolf/x.toml', layer = 'defaults') => ({ key, layer, file, line });

const facts: readonly Fact[] = [
  present(
    'boot.cmdline',
    {
      ...{ source: 'grub.cfg', partition: 'BOOT', path: '/grub/grub.cfg', text: '', effective: '', bootconfig: 'applied', initArguments: [] },
      parameters: [
        word('init', '/bin/sh', 'bootconfig', 2),
        word('init', '/bin/sh', 'grub.cfg', 7),
        word('ro', '1', 'grub.cfg', 8),
        word('x', 'y', 'grub.cfg'),
      ],
    },
    [GRUB, DATA],
  ),
  present('sysctl.files', { folders: [], files: [], entries: [1, 2, 3, 4, 5, 6].map(entry) }, [SYSCTL]),
  present('modprobe.files', { folders: [], files: [], entries: [1, 1, 2].map((line) => ({ ...entry(line), command: 'options', name: 'm' })) }, [SYSCTL]),
  present('selinux.config', { configs: [{ path: '/etc/selinux/config', mode: 'permissive', lines: [{ line: 3, text: 'SELINUX=permissive' }] }] }, [
    source('ROOT', '/etc/selinux/config'),
  ]),
  present('identity.image-features', { path: '/usr/f.env', dataPartitionFilesystem: 'xfs', entries: [{ line: 1, key: 'A', value: 'xfs' }], ignored: [] }, [
    source('ROOT', '/usr/f.env'),
  ]),
  present('settings.effective', { motd: 'hullo', aws: { credentials: { redacted: true } }, ntp: {} }, [DEFAULTS]),
  present('settings.origins', { entries: [origin('settings.aws.credentials', 4), origin('settings.motd', 7)], unknown: [], wrong: [], generated: [] }, [
    DEFAULTS,
  ]),
  present(
    'sysctl.effective',
    {
      keys: {
        'kernel.a': { value: '1', layer: 'sysctl.d', file: '/usr/lib/sysctl.d/80.conf', line: 3 },
        'kernel.b': { value: '1', layer: 'kernel-default' },
      },
    },
    [SYSCTL],
  ),
];
const overlay: readonly Fact[] = [
  present('settings.effective', { motd: 'mine' }, [DEFAULTS]),
  present('settings.origins', { entries: [origin('settings.motd', 2, 'x.toml', 'user-data')], unknown: [], wrong: [], generated: [] }, [DEFAULTS]),
];
const excerpt = ({ bank, partition }: Source, path: string, line: number, text: string) => ({
  ...(bank === undefined ? {} : { bank }),
  partition,
  path,
  line,
  text,
});
const body: FactsBody = {
  judgedBank: 'A',
  facts,
  excerpts: [
    excerpt(DATA, '/bootconfig.data', 2, 'kernel.init = "/bin/sh"'),
    excerpt(GRUB, '/grub/grub.cfg', 7, '  linux ($root)/vmlinuz init=/bin/sh \\'),
    excerpt(GRUB, '/usr/lib/sysctl.d/80.conf', 3, 'of another partition'),
    excerpt(SYSCTL, '/usr/lib/sysctl.d/80.conf', 3, 'kernel.a = 1'),
    excerpt(DEFAULTS, '/usr/share/storewolf/x.toml', 7, 'motd = "hullo"'),
    excerpt(DEFAULTS, '/usr/share/storewolf/x.toml', 2, 'of the image'),
  ],
  userData: { path: 'x.toml', sha256: '0', facts: overlay, excerpts: [{ line: 2, text: 'motd = "mine"' }] },
};

function placesOf(fact: string, path: string, options: Options = {}) {
  return evidenceOf(fact, path, options).places;
}

function evidenceOf(fact: string, path: string, { subject, verdict = 'fail', value, userData = false, of = body }: Options = {}): Evidence {
  const evidence: Evidence = { fact, bank: 'A', path, ...(value === undefined ? {} : { value }), sources: [] };
  const finding: Finding = { ruleId: 'p:a/b', verdict, title: 't', ...(subject === undefined ? {} : { subject }), evidence: [evidence], fingerprint: 'f' };
  const rule = { id: 'p:a/b', decided: userData ? 'user-data' : 'image' } as RuleText;
  return withPlaces([finding], of, [], [rule])[0]!.evidence[0]!;
}

interface Options {
  readonly subject?: string;
  readonly verdict?: Finding['verdict'];
  readonly value?: unknown;
  readonly userData?: boolean;
  readonly of?: FactsBody;
}

const grub = (line?: number) => ({ file: '/grub/grub.cfg', bank: 'A', partition: 'BOOT', ...(line === undefined ? {} : { line }), layer: 'grub.cfg' });

describe('withPlaces', () => {
  it('of a list has the lines of the elements that the finding is about, in their order', () => {
    expect(placesOf('boot.cmdline', 'parameters', { subject: 'init=/bin/sh' })).toEqual([
      { file: '/bootconfig.data', partition: 'PRIVATE', line: 2, layer: 'bootconfig', excerpt: 'kernel.init = "/bin/sh"' },
      { ...grub(7), excerpt: '  linux ($root)/vmlinuz init=/bin/sh \\' },
    ]);
    expect(placesOf('boot.cmdline', 'parameters', { subject: 'ro=1' })).toEqual([grub(8)]);
    expect(placesOf('boot.cmdline', 'parameters', { subject: 'x=y' })).toEqual([grub()]);
  });

  it('of a list that the finding says no more of has its lines, each once, when they are few', () => {
    expect(placesOf('modprobe.files', 'entries')?.map(({ line }) => line)).toEqual([1, 2]);
    expect(placesOf('sysctl.files', 'entries')).toBeUndefined();
    expect(placesOf('sysctl.files', 'entries', { subject: 'k6' })?.map(({ line }) => line)).toEqual([6]);
  });

  it('shows of a list what the finding is about, and how many others there are', () => {
    const value = [1, 2, 3].map(entry);
    expect(evidenceOf('sysctl.files', 'entries', { subject: 'k6', value }).value).toEqual([entry(6), '… 5 others']);
    expect(evidenceOf('sysctl.files', 'entries', { subject: 'k7', value }).value).toEqual(value);
    expect(evidenceOf('sysctl.files', 'entries', { value }).value).toEqual(value);
    expect(evidenceOf('sysctl.files', 'entries', { subject: 'k6', verdict: 'pass', value }).value).toEqual(value);
  });

  it('has at most five', () => {
    const same = { ...body, facts: [present('sysctl.files', { entries: [1, 2, 3, 4, 5, 6].map((line) => ({ ...entry(line), key: 'k' })) }, [SYSCTL])] };
    expect(placesOf('sysctl.files', 'entries', { subject: 'k', of: same })?.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
  });

  it('of a text has the line that its object names, with what the line of that partition says', () => {
    expect(placesOf('sysctl.effective', 'keys.kernel.a.value', { value: '1' })).toEqual([
      { file: '/usr/lib/sysctl.d/80.conf', bank: 'A', partition: 'ROOT', line: 3, layer: 'sysctl.d', excerpt: 'kernel.a = 1' },
    ]);
    expect(placesOf('sysctl.effective', 'keys.kernel.b.value', { value: '1' })).toBeUndefined();
  });

  it('of lines in an object with a path has them in that file', () => {
    const file = { file: '/etc/selinux/config', bank: 'A', partition: 'ROOT', line: 3 };
    expect(placesOf('selinux.config', 'configs', { subject: '/etc/selinux/config' })).toEqual([file]);
    expect(placesOf('identity.image-features', 'entries')).toEqual([{ file: '/usr/f.env', bank: 'A', partition: 'ROOT', line: 1 }]);
    expect(placesOf('identity.image-features', 'dataPartitionFilesystem')).toBeUndefined();
  });

  it('of a setting has the line that settings.origins names; a secret has no excerpt', () => {
    const place = { file: '/usr/share/storewolf/x.toml', bank: 'A', partition: 'ROOT', layer: 'defaults' };
    expect(placesOf('settings.effective', 'motd')).toEqual([{ ...place, line: 7, excerpt: 'motd = "hullo"' }]);
    expect(placesOf('settings.effective', 'aws.credentials')).toEqual([{ ...place, line: 4 }]);
    expect(placesOf('settings.effective', 'ntp.time-servers')).toBeUndefined();
  });

  it('of user data has the line of that file, whatever files of the image are called', () => {
    expect(placesOf('settings.effective', 'motd', { userData: true })).toEqual([{ file: 'x.toml', line: 2, layer: 'user-data', excerpt: 'motd = "mine"' }]);
  });

  it.each(['pass', 'not-applicable'] as const)('leaves findings that %s as they are', (verdict) => {
    expect(placesOf('sysctl.effective', 'keys.kernel.a.value', { verdict, value: '1' })).toBeUndefined();
  });

  it('is told of an unknown finding, too', () => {
    expect(placesOf('sysctl.effective', 'keys.kernel.a.value', { verdict: 'unknown', value: '1' })).toHaveLength(1);
  });

  it('gives up on lists without end, and not with time', () => {
    const many = { ...body, facts: [present('sysctl.files', { entries: Array.from({ length: 10_000 }, (_, index) => entry(index)) }, [SYSCTL])] };
    const evidence: Evidence = { fact: 'sysctl.files', bank: 'A', path: 'entries', sources: [] };
    const findings = Array.from({ length: 3000 }, (_, index): Finding => {
      return { ruleId: 'p:a/b', verdict: 'fail', title: 't', subject: `k${index}`, evidence: [evidence], fingerprint: `${index}` };
    });
    const started = performance.now();
    const found = withPlaces(findings, many, [], []);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(found.filter((finding) => finding.evidence[0]!.places !== undefined)).toHaveLength(20);
  });
});

describe('namesPlaces', () => {
  it('is so of facts with lines or files, and of settings', () => {
    expect(factCatalogue.filter(({ name }) => namesPlaces(name)).map(({ name }) => name)).toEqual([
      'secrets.private',
      'boot.bootconfig',
      'boot.cmdline',
      'identity.image-features',
      'identity.image-format',
      'settings.defaults',
      'sysctl.files',
      'modprobe.files',
      'modules-load.files',
      'tmpfiles.files',
      'accounts.users',
      'accounts.groups',
      'selinux.config',
      'selinux.contexts',
      'selinux.mount-contexts',
      'selinux.tmpfiles-contexts',
      'journald.files',
      'audit.rules',
      'systemd.unit-sysctls',
      'systemd.units',
      'systemd.boot',
      'elf.libraries',
      'secrets.files',
      'settings.effective',
      'settings.origins',
      'cmdline.effective',
      'sysctl.effective',
      'modprobe.effective',
      'lockdown.effective',
      'modules-load.effective',
      'kernel.mitigations',
      'journald.effective',
      'kubernetes.kubelet',
      'containerd.config',
      'cni.config',
      'ecs.agent',
    ]);
  });
});
