import type { ParityRow } from './parity-row.ts';

const WORDS_ONLY =
  'The words are on the command line whatever is on disk; ours recomputes the tree, compares it with them and asks whether the whole chain leads there.';

/** Every control of the CIS Bottlerocket Benchmark that the on-host checker decides by rules of ours, in the benchmark's order. */
export const cisBottlerocketParity: readonly ParityRow[] = [
  moduleRow('1.1.1.1', 'udf'),
  {
    control: '1.3.1',
    onHost: 'The kernel command line holds the beginning of a read-only dm-verity table, root on the first device-mapper device, and restart_on_corruption.',
    ours: 'The tree recomputes to the root hash of that table, table and superblock agree and cover ROOT, corruption stops the host, and nothing else becomes root.',
    differences: [
      {
        onHost: 'PASS',
        ours: 'fail',
        reason: WORDS_ONLY,
        where: [
          'baseline:verity/covers-root: the filesystem is longer than the data blocks',
          'baseline:verity/covers-root: data blocks run past ROOT',
          'baseline:verity/covers-root: sectors do not match the blocks',
          'baseline:verity/data-intact: a changed data block',
          'baseline:verity/data-intact: a changed block of the stored tree',
          'baseline:verity/data-intact: tree rebuilt over other content, table from the build',
          'baseline:verity/data-intact: table of another build',
          'baseline:verity/superblock-agrees: another salt',
          'baseline:verity/superblock-agrees: other sizes',
          'baseline:verity/partitions: a fixed data device',
          'baseline:verity/partitions: a hash device elsewhere',
          'baseline:verity/partitions: data and hash device swapped',
          'baseline:verity/partitions: the devices lead to no known partition',
          'baseline:boot/chain-complete: no kernel',
          'baseline:kernel/config-verity: no dm-verity, and dm-init as a module',
          'baseline:kernel/config-verity: one that is not even named',
        ],
      },
      {
        onHost: 'FAIL',
        ours: 'pass',
        reason: 'A kernel that panics on a changed block stops as one does that restarts.',
        where: ['baseline:verity/fails-closed: panic instead of restart'],
      },
      {
        onHost: 'PASS',
        ours: 'fail',
        reason: 'Words beside restart_on_corruption take its effect away, or blocks are checked once only.',
        where: ['baseline:verity/fails-closed: ignoring beside restarting', 'baseline:verity/fails-closed: blocks are checked only once'],
      },
      {
        onHost: 'PASS',
        ours: 'fail',
        reason: 'The last root= counts, and root has to be mounted read-only; that the words are somewhere on the line is not enough.',
        where: [
          'baseline:boot/root-read-only: neither ro nor rw',
          'baseline:boot/root-read-only: rw instead of ro',
          'baseline:boot/root-read-only: rw after ro',
          'baseline:boot/root-read-only: a second root',
        ],
      },
    ],
  },
  sysctlRow('1.4.1', 'setuid-dumps', { 'fs.suid_dumpable': ['0', '1'] }),
  sysctlRow('1.4.2', 'address-randomisation', { 'kernel.randomize_va_space': ['2', '0'] }),
  {
    ...sysctlRow('1.4.3', 'unprivileged-bpf', { 'kernel.unprivileged_bpf_disabled': ['1', '0'] }),
    ours: 'kernel.unprivileged_bpf_disabled of a node that is up is 1 or 2.',
    differences: [
      {
        onHost: 'FAIL',
        ours: 'pass',
        reason: 'With 2 it is off for users without privileges as well; root alone can turn it on.',
        where: ['baseline:sysctl/unprivileged-bpf: 2 is off too'],
      },
    ],
  },
  sysctlRow('1.4.4', 'user-namespaces', { 'user.max_user_namespaces': ['0', '15000'] }),
  {
    control: '1.5.1',
    onHost:
      'Seven lines of sestatus: enabled, policy fortified, enforcing now and in the configuration, MLS on, unknown permissions denied, memory protection checked.',
    ours: 'The configuration, the policy itself, the command line and the kernel configuration leave no other mode, now or later.',
    differences: [
      {
        onHost: 'PASS',
        ours: 'fail',
        reason: 'A kernel that does not listen to these words stays enforcing, but nothing in a build should ask it to switch off.',
        where: ['baseline:boot/selinux-enforced: off', 'baseline:boot/selinux-enforced: only reporting'],
      },
      {
        onHost: 'PASS',
        ours: 'fail',
        reason: 'A kernel that can be switched off enforces today, and need not after a change of its command line.',
        where: ['baseline:kernel/config-selinux: it can be switched off'],
      },
      {
        onHost: 'PASS',
        ours: 'fail',
        reason: 'sestatus tells the mode as a whole, not which types are exempt from it.',
        where: ['selinux:policy/no-permissive: containers are permissive', 'selinux:policy/no-permissive: so is a host domain'],
      },
      {
        onHost: 'PASS',
        ours: 'fail',
        reason: 'Such a policy is refused as a whole by the first kernel with a permission that it does not know; sestatus calls it denied.',
        where: ['selinux:policy/unknown-denied: the policy is rejected'],
      },
      {
        onHost: 'PASS',
        ours: 'fail',
        reason: 'MLS is on with any number of categories; containers get pairs of 1024.',
        where: ['selinux:policy/levels: half of the categories'],
      },
      {
        onHost: 'PASS',
        ours: 'fail',
        reason: 'The kernel may load it today; the file is not the one that its name says, or files are labelled by a table of another policy.',
        where: ['selinux:policy/loads: a name that says another version', 'selinux:configuration/policy-there: the table is that of another policy'],
      },
    ],
  },
  {
    control: '1.5.2',
    onHost: 'The file of the kernel shows [integrity].',
    ours: 'The mode that settings, command line and kernel configuration lead to is integrity or confidentiality.',
    differences: [
      { onHost: 'FAIL', ours: 'pass', reason: 'confidentiality is integrity and more.', where: ['baseline:kernel/lockdown: confidentiality is more'] },
      {
        onHost: 'SKIP',
        ours: 'fail',
        reason: 'Without the file it cannot tell; a kernel that was built without lockdown has none.',
        where: ['baseline:kernel/lockdown: the kernel cannot do it'],
      },
    ],
  },
  {
    control: '2.1.1.1',
    onHost: 'chrony.conf holds the word pool, and the unit chronyd is active at that moment.',
    ours: 'A server is set, the template of chrony.conf is there, and the unit is there and not masked. That it was enabled is left open.',
    scenarios: [
      {
        name: 'a template that names each server alone',
        rule: 'baseline:services/time-client',
        host: { files: { '/etc/chrony.conf': 'server 169.254.169.123 iburst\n' } },
        ours: 'pass',
      },
      {
        name: 'the unit failed on this host',
        rule: 'baseline:services/time-client',
        host: { outputs: { 'systemctl show --property ActiveState chronyd': 'ActiveState=failed\n' } },
        ours: 'pass',
      },
    ],
    differences: [
      {
        onHost: 'FAIL',
        ours: 'pass',
        reason: 'A server line sets the time as a pool does.',
        where: ['baseline:services/time-client: a template that names each server alone'],
      },
      {
        onHost: 'FAIL',
        ours: 'pass',
        reason: 'Whether a unit runs is for a host to say; the control is partial for what the image leaves open.',
        where: ['baseline:services/time-client: the unit failed on this host'],
      },
    ],
  },
  sysctlRow('3.1.1', 'send-redirects', { 'net.ipv4.conf.all.send_redirects': ['0', '1'], 'net.ipv4.conf.default.send_redirects': ['0', '1'] }),
  sysctlRow('3.2.1', 'source-routes', ofBothFamilies('accept_source_route')),
  sysctlRow('3.2.2', 'accept-redirects', ofBothFamilies('accept_redirects')),
  sysctlRow('3.2.3', 'secure-redirects', { 'net.ipv4.conf.all.secure_redirects': ['0', '1'], 'net.ipv4.conf.default.secure_redirects': ['0', '1'] }),
  sysctlRow('3.2.4', 'log-martians', { 'net.ipv4.conf.all.log_martians': ['1', '0'], 'net.ipv4.conf.default.log_martians': ['1', '0'] }),
  sysctlRow('3.2.5', 'broadcast-pings', { 'net.ipv4.icmp_echo_ignore_broadcasts': ['1', '0'] }),
  sysctlRow('3.2.6', 'bogus-errors', { 'net.ipv4.icmp_ignore_bogus_error_responses': ['1', '0'] }),
  sysctlRow('3.2.7', 'syn-cookies', { 'net.ipv4.tcp_syncookies': ['1', '0'] }),
  moduleRow('3.3.1', 'sctp'),
  {
    control: '4.1.1.1',
    onHost: 'One file, journald.conf.d/journald.conf, holds the words Storage=persistent.',
    ours: 'Every file that journald reads is merged; persistent, or auto where tmpfiles.d makes the folder.',
    differences: [
      {
        onHost: 'PASS',
        ours: 'fail',
        reason: 'A file that sorts later overrides it.',
        where: ['baseline:services/journal-persistent: a later drop-in makes it volatile'],
      },
      {
        onHost: 'FAIL',
        ours: 'pass',
        reason: 'auto keeps the journal on disk where the folder is there, and tmpfiles.d makes it at every start.',
        where: ['baseline:services/journal-persistent: auto, with the folder'],
      },
    ],
  },
  {
    control: '4.1.2',
    onHost: 'No file below /var/log/journal gives others anything; where the folder is not there, that is so.',
    ours: 'No line of tmpfiles.d gives others anything on these files. The modes that journald itself gives are left open.',
    scenarios: [
      {
        name: 'files for everybody, before the first of them was written',
        rule: 'baseline:services/journal-private',
        given: { tmpfiles: { entries: [journalLine('0644')] } },
        host: { journal: [] },
        ours: 'fail',
      },
      {
        name: 'somebody changed the mode of a file on this host',
        rule: 'baseline:services/journal-private',
        host: { journal: [{ path: '/var/log/journal/0/system.journal', mode: 0o644 }] },
        ours: 'pass',
      },
    ],
    differences: [
      {
        onHost: 'PASS',
        ours: 'fail',
        reason: 'It passes where the folder is not there, or still empty.',
        where: ['baseline:services/journal-private: files for everybody, before the first of them was written'],
      },
      {
        onHost: 'FAIL',
        ours: 'pass',
        reason: 'Files of a host are no part of an image; the control is partial for them.',
        where: ['baseline:services/journal-private: somebody changed the mode of a file on this host'],
      },
    ],
  },
];

function moduleRow(control: string, name: string): ParityRow {
  const rule = `baseline:modules/${name}`;
  const module = (state: string, how?: string) => ({ modprobe: { modules: { [name]: { state, ...(how === undefined ? {} : { how }) } } } });
  return {
    control,
    onHost: 'The module is not loaded at that moment, and modprobe would run the words install /bin/true.',
    ours: 'The module is not built, or modprobe runs a program that does nothing in its place; one that is part of the kernel counts as loaded.',
    scenarios: [
      { name: 'denied with true', rule, given: module('denied', 'install /bin/true'), ours: 'pass' },
      { name: 'denied with false', rule, given: module('denied', 'install /bin/false'), ours: 'pass' },
      { name: 'there and not denied', rule, ours: 'fail' },
      { name: 'not there', rule, given: module('absent'), ours: 'pass' },
      {
        name: 'denied, and loaded before that',
        rule,
        given: module('denied', 'install /bin/true'),
        host: { files: { '/proc/modules': `${name} 139264 0 - Live 0x0\n` } },
        ours: 'pass',
      },
    ],
    differences: [
      { onHost: 'FAIL', ours: 'pass', reason: 'false does as little as true, and says so to who asks.', where: [`${rule}: denied with false`] },
      {
        onHost: 'SKIP',
        ours: 'pass',
        reason: 'modprobe fails for a module that is not there, so the checker cannot tell; what is not there cannot be loaded.',
        where: [`${rule}: not there`, ...(name === 'udf' ? [`${rule}: not built`] : [])],
      },
      { onHost: 'FAIL', ours: 'pass', reason: 'What is loaded at a moment is for a host to say.', where: [`${rule}: denied, and loaded before that`] },
    ],
  };
}

/** `keys`: the value that is wanted, and one that is not. */
function sysctlRow(control: string, row: string, keys: Readonly<Record<string, readonly [good: string, bad: string]>>): ParityRow {
  const rule = `baseline:sysctl/${row}`;
  const given = (of: (pair: readonly [string, string], index: number) => string) => ({
    sysctl: { keys: Object.fromEntries(Object.entries(keys).map(([key, pair], index) => [key, { value: of(pair, index), layer: 'user-data' }])) },
  });
  const wanted = Object.entries(keys).map(([key, [good]]) => `${key} is ${good}`);
  return {
    control,
    onHost: `sysctl prints that ${wanted.join(', ')}.`,
    ours: 'The same of a node that is up, worked out from the defaults of kernel, image and settings.',
    scenarios: [
      { name: 'as it should be', rule, given: given(([good]) => good), ours: 'pass' },
      { name: 'none as it should be', rule, given: given(([, bad]) => bad), ours: 'fail' },
      { name: 'the last one not', rule, given: given(([good, bad], index) => (index === wanted.length - 1 ? bad : good)), ours: 'fail' },
    ],
  };
}

function ofBothFamilies(name: string): Readonly<Record<string, readonly [string, string]>> {
  return Object.fromEntries(
    ['net.ipv4', 'net.ipv6'].flatMap((family) => ['all', 'default'].map((scope) => [`${family}.conf.${scope}.${name}`, ['0', '1'] as const])),
  );
}

function journalLine(mode: string) {
  return { file: '/usr/lib/tmpfiles.d/z.conf', line: 3, kind: 'item', type: 'z', modifiers: '', path: '/var/log/journal/%m/system.journal', mode };
}
