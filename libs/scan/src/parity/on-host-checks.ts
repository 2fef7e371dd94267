/** What Bottlerocket's own checker looks at on a host that is up. */
export interface HostView {
  /** Path → text; a file that is not there is not in it. */
  readonly files: Readonly<Record<string, string>>;
  /** Command line → what it prints; one that fails is not in it. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Files below /var/log/journal with their permission bits. */
  readonly journal: readonly { readonly path: string; readonly mode: number }[];
}

export type HostStatus = 'PASS' | 'FAIL' | 'SKIP';
type Check = (host: HostView) => HostStatus;

export const LOCKDOWN = '/sys/kernel/security/lockdown';
export const CHRONY_CONF = '/etc/chrony.conf';
export const JOURNALD_CONF = '/usr/lib/systemd/journald.conf.d/journald.conf';
export const CHRONYD_STATE = 'systemctl show --property ActiveState chronyd';

/** Parameters that a check of the kernel wants, each with the one value that it takes. */
const parameters: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '1.4.1': { 'fs.suid_dumpable': '0' },
  '1.4.2': { 'kernel.randomize_va_space': '2' },
  '1.4.3': { 'kernel.unprivileged_bpf_disabled': '1' },
  '1.4.4': { 'user.max_user_namespaces': '0' },
  '3.1.1': { 'net.ipv4.conf.all.send_redirects': '0', 'net.ipv4.conf.default.send_redirects': '0' },
  '3.2.1': ofBothFamilies('accept_source_route', '0'),
  '3.2.2': ofBothFamilies('accept_redirects', '0'),
  '3.2.3': { 'net.ipv4.conf.all.secure_redirects': '0', 'net.ipv4.conf.default.secure_redirects': '0' },
  '3.2.4': { 'net.ipv4.conf.all.log_martians': '1', 'net.ipv4.conf.default.log_martians': '1' },
  '3.2.5': { 'net.ipv4.icmp_echo_ignore_broadcasts': '1' },
  '3.2.6': { 'net.ipv4.icmp_ignore_bogus_error_responses': '1' },
  '3.2.7': { 'net.ipv4.tcp_syncookies': '1' },
};

/** Pairs of words that one line each of sestatus has to hold. */
const SELINUX_STATE = [
  ['SELinux status: ', ' enabled'],
  ['Loaded policy name: ', ' fortified'],
  ['Current mode: ', ' enforcing'],
  ['Mode from config file: ', ' enforcing'],
  ['Policy MLS status: ', ' enabled'],
  ['Policy deny_unknown status: ', ' denied'],
  ['Memory protection checking: ', ' actual (secure)'],
] as const;

/**
 * A model of bloodhound's checks of the CIS Bottlerocket Benchmark that are not left to people, by control id: written anew from what
 * bottlerocket-core-kit's sources/bloodhound says it looks for.
 */
export const onHostChecks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['1.1.1.1', (host) => moduleDenied(host, 'udf')],
  ['1.3.1', ({ files }) => holds(files['/proc/cmdline'], ['dm-mod.create=root,,,ro,0', 'root=/dev/dm-0', 'restart_on_corruption'])],
  ...Object.entries(parameters).map(([id, wanted]): [string, Check] => [id, (host) => parametersAre(host, wanted)]),
  ['1.5.1', ({ outputs }) => selinuxEnforces(outputs['sestatus'])],
  ['1.5.2', ({ files }) => holds(files[LOCKDOWN], ['[integrity]'])],
  ['2.1.1.1', timeClientRuns],
  ['3.3.1', (host) => moduleDenied(host, 'sctp')],
  ['3.4.1.1', ({ outputs }) => chainsDrop(outputs['iptables -L'])],
  ['3.4.1.2', (host) => loopbackLimited(host, 'iptables', '0.0.0.0/0', '127.0.0.0/8')],
  ['3.4.2.1', ({ outputs }) => chainsDrop(outputs['ip6tables -L'])],
  ['3.4.2.2', (host) => loopbackLimited(host, 'ip6tables', '::/0', '::1')],
  ['4.1.1.1', ({ files }) => holds(files[JOURNALD_CONF], ['Storage=persistent'])],
  ['4.1.2', ({ journal }) => (journal.some(({ mode }) => (mode & 0o7) !== 0) ? 'FAIL' : 'PASS')],
]);

/** The command that asks for parameters, in the order of a check. */
export function sysctlCommand(keys: readonly string[]): string {
  return `sysctl ${keys.join(' ')}`;
}

/** Every command of a check for parameters. */
export function sysctlCommands(): readonly (readonly string[])[] {
  return Object.values(parameters).map((wanted) => Object.keys(wanted));
}

/** Words are counted over all lines, once for each line that has them: as many hits as there are words are enough. No text: it cannot tell. */
function holds(text: string | undefined, words: readonly string[]): HostStatus {
  if (text === undefined) return 'SKIP';
  const hits = text.split('\n').flatMap((line) => words.filter((word) => line.includes(word)));
  return hits.length >= words.length ? 'PASS' : 'FAIL';
}

function parametersAre({ outputs }: HostView, wanted: Readonly<Record<string, string>>): HostStatus {
  return holds(
    outputs[sysctlCommand(Object.keys(wanted))],
    Object.entries(wanted).map(([key, value]) => `${key} = ${value}`),
  );
}

function moduleDenied({ files, outputs }: HostView, name: string): HostStatus {
  const loaded = files['/proc/modules'];
  if (loaded === undefined) return 'SKIP';
  if (loaded.split(/\s+/).includes(name)) return 'FAIL';
  return holds(outputs[`modprobe -n -v ${name}`], ['install /bin/true']);
}

function selinuxEnforces(text: string | undefined): HostStatus {
  if (text === undefined) return 'SKIP';
  const lines = text.split('\n').filter((line) => SELINUX_STATE.some(([label, state]) => line.includes(label) && line.includes(state)));
  return lines.length === SELINUX_STATE.length ? 'PASS' : 'FAIL';
}

/** A file that is not there does not fail it: then the unit alone decides. */
function timeClientRuns({ files, outputs }: HostView): HostStatus {
  return holds(files[CHRONY_CONF], ['pool']) === 'FAIL' ? 'FAIL' : holds(outputs[CHRONYD_STATE], ['ActiveState=active']);
}

function chainsDrop(text: string | undefined): HostStatus {
  return holds(
    text,
    ['INPUT', 'FORWARD', 'OUTPUT'].map((chain) => `Chain ${chain} (policy DROP)`),
  );
}

/** What comes in on lo is taken before what claims to come from there is dropped; what goes out on lo is let through. */
function loopbackLimited({ outputs }: HostView, tool: string, anywhere: string, loopback: string): HostStatus {
  const incoming = (outputs[`${tool} -L INPUT -v -n`] ?? '').split('\n').map((line) => line.split(/\s+/).join(' '));
  const taken = incoming.findIndex((line) => line.includes('ACCEPT') && line.includes(`-- lo * ${anywhere} ${anywhere}`));
  const dropped = incoming.slice(taken + 1).some((line) => line.includes('DROP') && line.includes(`-- * * ${loopback} ${anywhere}`));
  if (taken < 0 || !dropped) return 'FAIL';
  const outgoing = outputs[`${tool} -L OUTPUT -v -n`];
  return outgoing?.split('\n').some((line) => line.split(/\s+/).join(' ').includes(`ACCEPT 0 -- * lo ${anywhere} ${anywhere}`)) ? 'PASS' : 'FAIL';
}

function ofBothFamilies(name: string, value: string): Readonly<Record<string, string>> {
  return Object.fromEntries(['net.ipv4', 'net.ipv6'].flatMap((family) => ['all', 'default'].map((scope) => [`${family}.conf.${scope}.${name}`, value])));
}
