import type { Verdict } from '@staticfire/findings';
import { file, symlink } from '../lab/tree.ts';
import { hardeningIds, named } from '../lab-hardening.ts';
import { addFiles, addKernelParameter, both, editFile, removeFile } from './change.ts';
import { weakenedSysctl, weakenedWord } from './hardening-expectations.ts';
import type { Mutation } from './mutation.ts';

const rule = (id: string, verdict: Verdict = 'fail') => ({ [`baseline:${id}`]: verdict });
/** A kernel that is not locked down takes the modules that nobody signed. */
const UNLOCKED = { ...rule('kernel/lockdown'), ...rule('kernel/module-signatures', 'pass') };
const rootRole = (verdict: Verdict) => ({ ...rule('updates/trusted-root', verdict), ...rule('updates/root-not-expired', verdict) });
const DEFAULTS = 'usr/share/storewolf/aws-k8s-1.30.toml';
const later = (line: string) => addFiles(file('usr/lib/sysctl.d/99-local.conf', `${line}\n`));
const withSettings = (text: string) => editFile(DEFAULTS, (toml) => `${toml}\n${text}`);
const withDriver = editFile('usr/share/bottlerocket/application-inventory.json', (text) => text.replace('"Name": "runc"', '"Name": "kmod-6.1-nvidia-tesla"'));
const lockdown = (value: string) => editFile(DEFAULTS, (toml) => toml.replace('lockdown = "integrity"', value));

/** A value, and the rule that it breaks; later in sysctl.d than what the release sets. */
const LATER: readonly (readonly [line: string, rule: string])[] = [
  ['kernel.kptr_restrict = 0', 'sysctl/kernel-pointers'],
  ['kernel.dmesg_restrict = 0', 'sysctl/kernel-log'],
  ['kernel.yama.ptrace_scope = 0', 'sysctl/ptrace-scope'],
  ['net.core.bpf_jit_harden = 0', 'sysctl/bpf-jit'],
  ['fs.suid_dumpable = 2', 'sysctl/setuid-dumps'],
  ['kernel.randomize_va_space = 1', 'sysctl/address-randomisation'],
  ['kernel.unprivileged_bpf_disabled = 0', 'sysctl/unprivileged-bpf'],
  ['user.max_user_namespaces = 10000', 'sysctl/user-namespaces'],
  ['net.ipv4.conf.all.accept_source_route = 1', 'sysctl/source-routes'],
  ['net/ipv6/conf/default/accept_source_route=1', 'sysctl/source-routes'],
  ['net.ipv4.icmp_echo_ignore_broadcasts = 0', 'sysctl/broadcast-pings'],
  ['net.ipv4.icmp_ignore_bogus_error_responses = 0', 'sysctl/bogus-errors'],
  ['net.ipv4.tcp_syncookies = 0', 'sysctl/syn-cookies'],
];

const REDIRECTS = ['ipv4.conf.all', 'ipv4.conf.default', 'ipv6.conf.all', 'ipv6.conf.default'].map((key) => `net.${key}.accept_redirects = 0`).join('\n');
const REDIRECTS_REFUSED = hardeningIds(
  named('pass', 'sysctl/net-ipv4-conf-default-accept-redirects sysctl/net-ipv6-conf-all-accept-redirects sysctl/net-ipv6-conf-default-accept-redirects'),
);
const GOOD: readonly (readonly [lines: string, rule: string])[] = [
  ['net.ipv4.conf.all.send_redirects = 0\nnet.ipv4.conf.default.send_redirects = 0', 'sysctl/send-redirects'],
  [REDIRECTS, 'sysctl/accept-redirects'],
  ['net.ipv4.conf.all.secure_redirects = 0\nnet.ipv4.conf.default.secure_redirects = 0', 'sysctl/secure-redirects'],
  ['net.ipv4.conf.all.log_martians = 1\nnet.ipv4.conf.default.log_martians = 1', 'sysctl/log-martians'],
];

/** What the node will be: kernel parameters, modules, lockdown, updates, time and journal (anatomy section 12 rows 10, 22, 26; controls.md 1). */
export const nodeMutations: readonly Mutation[] = [
  ...LATER.map(([line, id]) => ({ name: `sysctl: ${line}, in a later file`, change: later(line), expect: { ...rule(id), ...weakenedSysctl(line) } })),
  ...GOOD.map(([lines, id]) => ({
    name: `sysctl: ${id.slice(7)} as a benchmark asks`,
    change: later(lines),
    expect: { ...rule(id, 'pass'), ...(lines === REDIRECTS ? REDIRECTS_REFUSED : {}) },
  })),
  {
    name: 'sysctl: a weaker value in a file that sorts before',
    change: addFiles(file('usr/lib/sysctl.d/10-local.conf', 'kernel.kptr_restrict = 0\n')),
    expect: {},
  },
  {
    name: 'sysctl: weakened in the settings defaults',
    change: withSettings('[settings.kernel.sysctl]\n"kernel.kptr_restrict" = "0"\n'),
    expect: rule('sysctl/kernel-pointers'),
  },
  {
    name: 'sysctl: norandmaps on the command line',
    change: addKernelParameter('norandmaps'),
    expect: {
      ...rule('sysctl/address-randomisation'),
      ...rule('boot/no-weakening'),
      ...weakenedWord('norandmaps'),
      ...weakenedSysctl('kernel.randomize_va_space'),
    },
  },
  {
    name: 'modules: udf denied by the settings defaults',
    change: withSettings('[settings.kernel.modules.udf]\nallowed = false\n'),
    expect: rule('modules/udf', 'pass'),
  },
  {
    name: 'modules: udf denied by modprobe.d',
    change: addFiles(file('usr/lib/modprobe.d/udf.conf', 'install udf /usr/bin/true\n')),
    expect: rule('modules/udf', 'pass'),
    facts: ['modprobe.effective', 'modprobe.files', 'modules.effective', 'selinux.labels'],
  },
  {
    name: 'modules: udf only blacklisted',
    change: addFiles(file('usr/lib/modprobe.d/udf.conf', 'blacklist udf\n')),
    expect: {},
    facts: ['modprobe.effective', 'modprobe.files', 'selinux.labels'],
  },
  {
    name: 'modules: sctp is not shipped',
    change: removeFile('usr/lib/modules/6.1.112/kernel/net/sctp/sctp.ko.gz'),
    expect: rule('modules/sctp', 'pass'),
    facts: ['kernel.module-index', 'kernel.module-signatures', 'kernel.modules', 'modprobe.effective', 'modules.effective', 'selinux.labels'],
  },
  { name: 'lockdown: none in the settings defaults', change: lockdown('lockdown = "none"'), expect: UNLOCKED },
  { name: 'lockdown: not set at all', change: lockdown(''), expect: UNLOCKED },
  {
    name: 'lockdown: none, with a driver that nobody signed',
    change: both(withDriver, lockdown('lockdown = "none"')),
    expect: { ...UNLOCKED, ...rule('kernel/lockdown', 'not-applicable'), ...rule('kernel/lockdown-drivers') },
  },
  {
    name: 'lockdown: integrity, with a driver that nobody signed',
    change: withDriver,
    expect: { ...rule('kernel/lockdown', 'not-applicable'), ...rule('kernel/lockdown-drivers', 'pass') },
  },
  { name: 'lockdown: confidentiality', change: lockdown('lockdown = "confidentiality"'), expect: {} },
  {
    name: 'updates: over plain HTTP',
    change: editFile(DEFAULTS, (toml) => toml.replace('[settings.updates]', '[settings.updates]\nmetadata-base-url = "http://updates.example/"')),
    expect: { ...rule('updates/source'), ...rule('updates/locations') },
  },
  {
    name: 'updates: no root role',
    change: removeFile('usr/share/updog/root.json'),
    expect: { ...rule('updates/source'), ...rootRole('not-applicable'), ...rule('updates/keys-apart', 'not-applicable') },
  },
  {
    name: 'updates: a root role that is none',
    change: addFiles(file('usr/share/updog/root.json', '{}')),
    expect: { ...rule('updates/source', 'unknown'), ...rootRole('unknown'), ...rule('updates/keys-apart', 'unknown') },
  },
  {
    name: 'updates: nothing fills the URLs in',
    change: editFile(DEFAULTS, (toml) => toml.replaceAll(/setting-generator = ".*tuf-prefix.*"/g, 'affected-services = ["updog"]')),
    expect: rule('updates/source'),
  },
  {
    name: 'time: no servers',
    change: editFile(DEFAULTS, (toml) => toml.replace(/time-servers = .*/, 'time-servers = []')),
    expect: rule('services/time-client'),
  },
  { name: 'time: chronyd is masked', change: addFiles(symlink('usr/lib/systemd/system/chronyd.service', '/dev/null')), expect: rule('services/time-client') },
  {
    name: 'journal: volatile by a later drop-in',
    change: addFiles(file('usr/lib/systemd/journald.conf.d/zz.conf', '[Journal]\nStorage=volatile\n')),
    expect: rule('services/journal-persistent'),
  },
  {
    name: 'journal: a drop-in that systemd gives up',
    change: addFiles(file('usr/lib/systemd/journald.conf.d/zz.conf', '[Journal\n')),
    expect: rule('services/journal-persistent', 'unknown'),
  },
  {
    name: 'journal: readable for everybody',
    change: addFiles(file('usr/lib/tmpfiles.d/zz.conf', 'Z /var/log/journal 0755 root root - -\n')),
    expect: rule('services/journal-private'),
  },
];
