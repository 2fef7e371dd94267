import { parseSysctlFile } from '@staticfire/read/formats/linux-text';
import { describe, expect, it } from 'vitest';
import { computeSysctl, type SysctlWrite } from './compute-sysctl.ts';
import { isUnknown, type KernelKnowledge } from './kernel-knowledge.ts';
import { orderAssignments, type SysctlFile } from './sysctl-assignments.ts';

/** What a stock kernel of Bottlerocket has, as far as the table asks. */
const OPTIONS: Readonly<Record<string, string>> = {
  BPF_SYSCALL: 'y',
  BPF_JIT: 'y',
  CRYPTO_FIPS: 'y',
  IO_URING: 'y',
  MAGIC_SYSRQ: 'y',
  MAGIC_SYSRQ_DEFAULT_ENABLE: '0xb0',
  MODULES: 'y',
  PANIC_ON_OOPS_VALUE: '0',
  PANIC_TIMEOUT: '0',
  SECURITY_YAMA: 'y',
  SYN_COOKIES: 'y',
  USERFAULTFD: 'y',
};
const kernel = (changes: Partial<KernelKnowledge> & { readonly options?: Readonly<Record<string, string>> } = {}): KernelKnowledge => ({
  option: (name) => ({ ...OPTIONS, ...changes.options })[name] ?? 'n',
  commandLine: [],
  version: [6, 12, 79],
  ...changes,
});

interface Given {
  /** Text by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly kernel?: KernelKnowledge;
  readonly units?: readonly SysctlWrite[];
  readonly settings?: readonly SysctlWrite[] | { readonly unknown: string };
}

function compute({ files = {}, units = [], settings = [], kernel: known = kernel() }: Given) {
  const listed: SysctlFile[] = [];
  for (const path of Object.keys(files)) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const earlier = listed.find((file) => file.name === name);
    listed.push({ path, name, state: 'read', readable: true, ...(earlier === undefined ? {} : { overriddenBy: earlier.path }) });
  }
  const lines = Object.entries(files).flatMap(([path, text]) => parseSysctlFile(Buffer.from(text), path).map((line) => ({ file: path, ...line })));
  return computeSysctl({ kernel: known, assignments: orderAssignments(listed, lines), units, settings });
}

/** `value layer`; `?` for unknown; undefined for a key of which nothing is known. */
function read(given: Given, key: string): string | undefined {
  const value = compute(given).get(key);
  if (value === undefined) return undefined;
  return isUnknown(value) ? '?' : `${value.value} ${value.layer}`;
}

const USER = { layer: 'user-data', file: 'user.toml', line: 1 } as const;

describe('sysctl.d', () => {
  it.each<[string, Readonly<Record<string, string>>, string, string | undefined]>([
    ['nothing', {}, 'fs.suid_dumpable', '0 kernel-default'],
    ['nothing, of a key without a known default', {}, 'vm.max_map_count', undefined],
    ['an assignment', { '/u/a.conf': 'vm.max_map_count = 5' }, 'vm.max_map_count', '5 sysctl.d'],
    // Names that every object of JavaScript has.
    ['names of ours', { '/u/a.conf': '__proto__=1\nconstructor=2\n*=3' }, 'constructor', '2 sysctl.d'],
    ['slashes', { '/u/a.conf': 'vm/max_map_count=5' }, 'vm.max_map_count', '5 sysctl.d'],
    ['the later file by name wins', { '/u/b.conf': 'kernel.panic=1', '/u/a.conf': 'kernel.panic=2' }, 'kernel.panic', '1 sysctl.d'],
    ['… whatever its folder', { '/etc/a.conf': 'kernel.panic=2', '/u/b.conf': 'kernel.panic=1' }, 'kernel.panic', '1 sysctl.d'],
    ['… also with the value of the default', { '/u/a.conf': 'kernel.panic=2', '/u/b.conf': 'kernel.panic=0' }, 'kernel.panic', '0 sysctl.d'],
    ['of one name the first folder’s counts', { '/etc/a.conf': 'kernel.panic=2', '/u/a.conf': 'kernel.panic=1' }, 'kernel.panic', '2 sysctl.d'],
    ['the later line wins', { '/u/a.conf': 'kernel.panic=1\nkernel.panic=2' }, 'kernel.panic', '2 sysctl.d'],
    ['a minus on an assignment', { '/u/a.conf': '-kernel.panic=3' }, 'kernel.panic', '3 sysctl.d'],
    ['a later exclusion takes it back', { '/u/a.conf': 'kernel.panic=3', '/u/b.conf': '-kernel.panic' }, 'kernel.panic', '0 kernel-default'],
    ['a later assignment takes an exclusion back', { '/u/a.conf': '-kernel.panic', '/u/b.conf': 'kernel.panic=4' }, 'kernel.panic', '4 sysctl.d'],
    ['a glob', { '/u/a.conf': 'net.ipv4.conf.*.rp_filter=2' }, 'net.ipv4.conf.lo.rp_filter', '2 sysctl.d'],
    ['a glob takes no dot', { '/u/a.conf': 'net.*.rp_filter=2' }, 'net.ipv4.conf.lo.rp_filter', '0 kernel-default'],
    [
      'a glob against an exclusion',
      { '/u/a.conf': '-net.ipv4.conf.all.rp_filter\nnet.ipv4.conf.*.rp_filter=2' },
      'net.ipv4.conf.all.rp_filter',
      '0 kernel-default',
    ],
    [
      'a glob against an exclusion behind it',
      { '/u/a.conf': 'net.ipv4.conf.*.rp_filter=2', '/u/b.conf': '-net.ipv4.conf.all.rp_filter' },
      'net.ipv4.conf.all.rp_filter',
      '0 kernel-default',
    ],
    [
      'a glob behind an assignment',
      { '/u/a.conf': 'net.ipv4.conf.all.rp_filter=1', '/u/b.conf': 'net.ipv4.conf.*.rp_filter=2' },
      'net.ipv4.conf.all.rp_filter',
      '1 sysctl.d',
    ],
    [
      'a later glob over an earlier one',
      { '/u/a.conf': 'net.ipv4.conf.*.rp_filter=1\nnet.ipv4.conf.[al]*.rp_filter=2' },
      'net.ipv4.conf.lo.rp_filter',
      '2 sysctl.d',
    ],
    ['a glob says nothing of keys that are not known', { '/u/a.conf': 'net.ipv4.conf.*.rp_filter=2' }, 'net.ipv4.conf.eth0.rp_filter', undefined],
    ['braces are not read', { '/u/a.conf': 'net.ipv4.conf.{all,l?}.rp_filter=2' }, 'net.ipv4.conf.lo.rp_filter', '?'],
    ['numbers are read back in decimal', { '/u/a.conf': 'kernel.panic = 0x10' }, 'kernel.panic', '16 sysctl.d'],
    ['something else where a number belongs', { '/u/a.conf': 'kernel.panic = yes' }, 'kernel.panic', '?'],
    [
      'systemd’s own file',
      { '/u/a.conf': 'net.ipv4.conf.default.accept_source_route = 0\nnet.ipv4.conf.*.accept_source_route = 0\n-net.ipv4.conf.all.accept_source_route' },
      'net.ipv4.conf.all.accept_source_route',
      '0 kernel-default',
    ],
  ])('%s', (_, files, key, expected) => expect(read({ files }, key)).toBe(expected));

  it('names file and line', () => {
    expect(compute({ files: { '/u/a.conf': '# c\nkernel.panic=1' } }).get('kernel.panic')).toEqual({
      value: '1',
      layer: 'sysctl.d',
      file: '/u/a.conf',
      line: 2,
    });
  });
});

describe('what the kernel makes of it', () => {
  const FORWARDING = { '/u/a.conf': 'net.ipv4.conf.all.forwarding=1' };
  it.each<[string, Given, string, string | undefined]>([
    ['forwarding switches redirects off', { files: FORWARDING }, 'net.ipv4.conf.all.accept_redirects', '0 sysctl.d'],
    ['… not those of new interfaces', { files: FORWARDING }, 'net.ipv4.conf.default.accept_redirects', '1 kernel-default'],
    ['… and forwards for new interfaces', { files: FORWARDING }, 'net.ipv4.conf.default.forwarding', '1 sysctl.d'],
    ['… as ip_forward does', { files: { '/u/a.conf': 'net.ipv4.ip_forward=1' } }, 'net.ipv4.conf.all.accept_redirects', '0 sysctl.d'],
    ['… which is the same variable', { files: FORWARDING }, 'net.ipv4.ip_forward', '1 sysctl.d'],
    ['… only when it changes', { files: { '/u/a.conf': 'net.ipv4.conf.all.forwarding=0' } }, 'net.ipv4.conf.all.accept_redirects', '1 kernel-default'],
    [
      '… unless they are switched on behind it',
      { files: { ...FORWARDING, '/u/b.conf': 'net.ipv4.conf.all.accept_redirects=1' } },
      'net.ipv4.conf.all.accept_redirects',
      '1 sysctl.d',
    ],
    [
      '… also when they were switched on before it',
      { files: { '/u/Z.conf': 'net.ipv4.conf.all.accept_redirects=1', ...FORWARDING } },
      'net.ipv4.conf.all.accept_redirects',
      '0 sysctl.d',
    ],
    [
      'forwarding of IPv6 leaves redirects',
      { files: { '/u/a.conf': 'net.ipv6.conf.all.forwarding=1' } },
      'net.ipv6.conf.all.accept_redirects',
      '1 kernel-default',
    ],
    [
      'bpf once locked stays so',
      { files: { '/u/a.conf': 'kernel.unprivileged_bpf_disabled=1' }, settings: [{ ...USER, key: 'kernel.unprivileged_bpf_disabled', value: '0' }] },
      'kernel.unprivileged_bpf_disabled',
      '1 sysctl.d',
    ],
    [
      'bpf switched off for now can be switched on',
      { files: { '/u/a.conf': 'kernel.unprivileged_bpf_disabled=2' }, settings: [{ ...USER, key: 'kernel.unprivileged_bpf_disabled', value: '0' }] },
      'kernel.unprivileged_bpf_disabled',
      '0 user-data',
    ],
    [
      'a parameter that this kernel lacks',
      { kernel: kernel({ options: { SECURITY_YAMA: 'n' } }), files: { '/u/a.conf': 'kernel.yama.ptrace_scope=1' } },
      'kernel.yama.ptrace_scope',
      '?',
    ],
    ['a default by option', { kernel: kernel({ options: { BPF_UNPRIV_DEFAULT_OFF: 'y' } }) }, 'kernel.unprivileged_bpf_disabled', '2 kernel-default'],
    ['a hexadecimal option', {}, 'kernel.sysrq', '176 kernel-default'],
    ['a default by command line', { kernel: kernel({ commandLine: [{ key: 'norandmaps' }] }) }, 'kernel.randomize_va_space', '0 kernel-default'],
    [
      'a parameter on the command line',
      { kernel: kernel({ commandLine: [{ key: 'sysctl.kernel.kptr_restrict', value: '2' }] }) },
      'kernel.kptr_restrict',
      '2 kernel-default',
    ],
    [
      '… below sysctl.d',
      { kernel: kernel({ commandLine: [{ key: 'sysctl.kernel.panic', value: '2' }] }), files: { '/u/a.conf': 'kernel.panic=1' } },
      'kernel.panic',
      '1 sysctl.d',
    ],
    ['a release before it came', { kernel: kernel({ version: [5, 15, 90] }) }, 'kernel.oops_limit', '?'],
    ['a branch that got it', { kernel: kernel({ version: [5, 15, 91] }) }, 'kernel.oops_limit', '10000 kernel-default'],
    ['a release that is not known', { kernel: kernel({ version: { unknown: 'x' } }) }, 'kernel.oops_limit', '?'],
    ['a configuration that is not known', { kernel: kernel({ option: () => ({ unknown: 'x' }) }) }, 'kernel.dmesg_restrict', '?'],
    ['… which does not matter to a constant', { kernel: kernel({ option: () => ({ unknown: 'x' }) }) }, 'fs.suid_dumpable', '0 kernel-default'],
    [
      '… nor to what sysctl.d sets',
      { kernel: kernel({ option: () => ({ unknown: 'x' }) }), files: { '/u/a.conf': 'kernel.dmesg_restrict=1' } },
      'kernel.dmesg_restrict',
      '1 sysctl.d',
    ],
    ['a command line that is not known', { kernel: kernel({ commandLine: { unknown: 'x' } }) }, 'fs.suid_dumpable', '?'],
    ['an option without a number', { kernel: kernel({ options: { PANIC_TIMEOUT: 'n' } }) }, 'kernel.panic', '?'],
    ['a number of threads', {}, 'user.max_user_namespaces', '?'],
  ])('%s', (_, given, key, expected) => expect(read(given, key)).toBe(expected));
});

describe('layers above sysctl.d', () => {
  const files = { '/u/a.conf': 'kernel.panic=1' };
  it.each<[string, Given, string, string | undefined]>([
    ['a unit', { files, units: [{ layer: 'unit', key: 'kernel.panic', value: '2' }] }, 'kernel.panic', '2 unit'],
    [
      'settings over a unit',
      { files, units: [{ layer: 'unit', key: 'kernel.panic', value: '2' }], settings: [{ ...USER, key: 'kernel.panic', value: '3' }] },
      'kernel.panic',
      '3 user-data',
    ],
    ['a setting that cannot be told', { files, settings: [{ ...USER, key: 'kernel.panic', value: { unknown: 'x' } }] }, 'kernel.panic', '?'],
    ['… leaves the others', { files, settings: [{ ...USER, key: 'kernel.kptr_restrict', value: { unknown: 'x' } }] }, 'kernel.panic', '1 sysctl.d'],
    ['settings that are not known', { files, settings: { unknown: 'x' } }, 'kernel.panic', '?'],
    [
      'one setting that changes another, either way',
      {
        settings: [
          { ...USER, key: 'net.ipv4.conf.all.accept_redirects', value: '1' },
          { ...USER, key: 'net.ipv4.conf.all.forwarding', value: '1' },
        ],
      },
      'net.ipv4.conf.all.accept_redirects',
      '?',
    ],
    [
      '… to the same end',
      {
        settings: [
          { ...USER, key: 'net.ipv4.conf.all.accept_redirects', value: '0' },
          { ...USER, key: 'net.ipv4.conf.all.forwarding', value: '1' },
        ],
      },
      'net.ipv4.conf.all.accept_redirects',
      '0 user-data',
    ],
    [
      '… which has no effect',
      {
        files: { '/u/a.conf': 'net.ipv4.conf.all.forwarding=1' },
        settings: [
          { ...USER, key: 'net.ipv4.conf.all.accept_redirects', value: '1' },
          { ...USER, key: 'net.ipv4.conf.all.forwarding', value: '1' },
        ],
      },
      'net.ipv4.conf.all.accept_redirects',
      '1 user-data',
    ],
  ])('%s', (_, given, key, expected) => expect(read(given, key)).toBe(expected));
});
