import { CHRONY_CONF, CHRONYD_STATE, type HostView, JOURNALD_CONF, LOCKDOWN, sysctlCommand, sysctlCommands } from './on-host-checks.ts';

type Value = Readonly<Record<string, unknown>>;

/** Values of facts by name, as samples and cases of packs have them. */
export type FactValues = ReadonlyMap<string, unknown>;

/** As far as facts of the image say it, what a host shows that came up with it. `compiled`: CIL that a case adds to the policy. */
export function hostView(facts: FactValues, compiled = ''): HostView {
  const lockdown = lockdownFile(objectOf(facts, 'lockdown.effective'));
  return {
    files: {
      '/proc/modules': '',
      '/proc/cmdline': commandLine(facts),
      [JOURNALD_CONF]: journaldFile(objectOf(facts, 'journald.effective')),
      ...(lockdown === undefined ? {} : { [LOCKDOWN]: lockdown }),
      ...chronyFile(facts),
    },
    outputs: { ...sysctlOutputs(facts), ...modprobeOutputs(facts), sestatus: sestatus(facts, compiled), [CHRONYD_STATE]: chronydState(facts), ...filters() },
    journal: journalFiles(facts),
  };
}

function objectOf(facts: FactValues, name: string): Value {
  return (facts.get(name) ?? {}) as Value;
}

function listOf(facts: FactValues, name: string, member: string): readonly Value[] {
  return (objectOf(facts, name)[member] ?? []) as readonly Value[];
}

/** The table is a word of its own, so that a case may change either. */
function commandLine(facts: FactValues): string {
  const words = listOf(facts, 'boot.cmdline', 'parameters').filter(({ name }) => name !== 'dm-mod.create');
  const { deviceName, readOnly, sectors, options } = objectOf(facts, 'verity.table');
  const table = `dm-mod.create=${String(deviceName)},,,${readOnly === true ? 'ro' : 'rw'},0 ${String(sectors)} verity 1 ${(options as string[]).join(' ')}`;
  return `${[...words.map(({ name, value }) => (value === undefined ? String(name) : `${String(name)}=${String(value)}`)), table].join(' ')}\n`;
}

/** The mode that holds stands in brackets; a kernel that was built without it has no such file. */
function lockdownFile({ mode, supported }: Value): string | undefined {
  if (supported === false) return undefined;
  return `${['none', 'integrity', 'confidentiality'].map((each) => (each === mode ? `[${each}]` : each)).join(' ')}\n`;
}

/** The file that Bottlerocket ships; what another file says does not change it. */
function journaldFile({ storage }: Value): string {
  const { value, file } = storage as Value;
  return `[Journal]\nStorage=${file === JOURNALD_CONF ? String(value) : 'persistent'}\n`;
}

function chronyFile(facts: FactValues): Readonly<Record<string, string>> {
  if (!hasTemplate(facts)) return {};
  const servers = (((objectOf(facts, 'settings.effective')['ntp'] as Value)['time-servers'] ?? []) as readonly Value[]).map(({ address }) => address);
  return { [CHRONY_CONF]: servers.map((server) => `pool ${String(server)} iburst\n`).join('') };
}

/** chronyd ends at once without its configuration. */
function chronydState(facts: FactValues): string {
  const units = listOf(facts, 'systemd.unit-files', 'units').filter(({ name }) => name === 'chronyd.service');
  const runs = units.length > 0 && units.every(({ masked }) => masked === false) && hasTemplate(facts);
  return `ActiveState=${runs ? 'active' : 'inactive'}\n`;
}

function hasTemplate(facts: FactValues): boolean {
  return listOf(facts, 'templates.inventory', 'templates').some(({ name }) => name === 'chrony-conf');
}

function sysctlOutputs(facts: FactValues): Readonly<Record<string, string>> {
  const keys = (objectOf(facts, 'sysctl.effective')['keys'] ?? {}) as Readonly<Record<string, Value | undefined>>;
  return Object.fromEntries(sysctlCommands().map((asked) => [sysctlCommand(asked), asked.map((key) => `${key} = ${String(keys[key]?.['value'])}\n`).join('')]));
}

/** What modprobe would do, of modules that are not loaded. It fails for one that is not there. */
function modprobeOutputs(facts: FactValues): Readonly<Record<string, string>> {
  const modules = Object.entries((objectOf(facts, 'modprobe.effective')['modules'] ?? {}) as Readonly<Record<string, Value>>);
  const lines = modules.flatMap(([name, { state, how }]) => {
    if (state === 'absent') return [];
    const line = { loadable: `insmod /lib/modules/6.1.0/${name}.ko`, denied: String(how), command: 'install /usr/bin/something', builtin: '' }[String(state)];
    return [[`modprobe -n -v ${name}`, `${line}\n`]];
  });
  return Object.fromEntries(lines);
}

/** selinux= and enforcing= count only in kernels that were built to listen to them; lsm= and security= always do. */
function sestatus(facts: FactValues, compiled: string): string {
  const [config] = listOf(facts, 'selinux.config', 'configs');
  if (config === undefined || !selinuxStarts(facts)) return 'SELinux status:                 disabled\n';
  const rejects = compiled.includes('(handleunknown allow)') ? 'allowed' : 'denied';
  const permissive = kernelHas(facts, 'SECURITY_SELINUX_DEVELOP') && parameter(facts, 'enforcing') === '0';
  return [
    'SELinux status:                 enabled',
    `Loaded policy name:             ${String(config['policyType'])}`,
    `Current mode:                   ${permissive ? 'permissive' : 'enforcing'}`,
    `Mode from config file:          ${String(config['mode'])}`,
    `Policy MLS status:              ${objectOf(facts, 'selinux.policy')['mls'] === false ? 'disabled' : 'enabled'}`,
    `Policy deny_unknown status:     ${rejects}`,
    'Memory protection checking:     actual (secure)',
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function selinuxStarts(facts: FactValues): boolean {
  const policies = listOf(facts, 'selinux.policy-header', 'policies');
  const loads = policies.some(({ defect, version }) => defect === undefined && Number(version) <= 35);
  const off = kernelHas(facts, 'SECURITY_SELINUX_BOOTPARAM') && parameter(facts, 'selinux') === '0';
  const [modules, major] = [parameter(facts, 'lsm'), parameter(facts, 'security')];
  const left = modules !== undefined && !modules.split(',').includes('selinux');
  return loads && kernelHas(facts, 'SECURITY_SELINUX') && !off && !left && (major === undefined || major === 'selinux');
}

function kernelHas(facts: FactValues, option: string): boolean {
  return listOf(facts, 'kernel.config', 'options').some(({ name, value }) => name === option && value === 'y');
}

/** Empty when it is given without a value; undefined when it is not given. */
function parameter(facts: FactValues, key: string): string | undefined {
  const found = listOf(facts, 'boot.cmdline', 'parameters').findLast((each) => each['key'] === key);
  return found === undefined ? undefined : String(found['value'] ?? '');
}

/** No filter rules are in an image; every chain accepts. */
function filters(): Readonly<Record<string, string>> {
  const chains = ['INPUT', 'FORWARD', 'OUTPUT'].map((chain) => `Chain ${chain} (policy ACCEPT)\n`).join('\n');
  return Object.fromEntries(
    ['iptables', 'ip6tables'].flatMap((tool) => [
      [`${tool} -L`, chains],
      [`${tool} -L INPUT -v -n`, 'Chain INPUT (policy ACCEPT 0 packets, 0 bytes)\n'],
      [`${tool} -L OUTPUT -v -n`, 'Chain OUTPUT (policy ACCEPT 0 packets, 0 bytes)\n'],
    ]),
  );
}

/** journald makes files with 0640; tmpfiles.d gives them other modes, `Z` to everything below a folder. */
function journalFiles(facts: FactValues): HostView['journal'] {
  const path = '/var/log/journal/%m/system.journal';
  const modes = listOf(facts, 'tmpfiles.files', 'entries').flatMap(({ type, path: about, mode }) => {
    const reaches = about === path || (type === 'Z' && path.startsWith(`${String(about)}/`));
    return reaches && mode !== undefined ? [Number.parseInt(String(mode), 8)] : [];
  });
  return [{ path, mode: modes.at(-1) ?? 0o640 }];
}
