import { contextOf } from './labelling.ts';
import { type PolicyEra, type RowsByEra, rowsOf } from './policy-era.ts';

export type LabelledKind = 'directory' | 'file' | 'symlink' | 'character-device';

/** A pattern of a whole path, whether it is of regular files alone, and a type or null for no label. */
type LabelRow = readonly [pattern: string, isOfFiles: boolean, type: string | null];

/** Programs below /usr by their types. */
const PROGRAMS: RowsByEra<readonly [type: string, ...names: string[]]> = {
  both: [
    ['mount_exec_t', 'bin/mount'],
    ['clock_exec_t', 'sbin/chronyd'],
    ['init_exec_t', 'lib/systemd/systemd'],
    ['bus_exec_t', 'bin/dbus-broker.*'],
    ['network_exec_t', 'lib/systemd/systemd-networkd.*'],
    ['api_exec_t', 'bin/apiserver', 'bin/early-boot-config', 'bin/storewolf', 'bin/thar-be-settings'],
  ],
  classic: [
    ['api_exec_t', 'bin/cfsignal', 'bin/migrator', 'bin/shibaken'],
    ['network_exec_t', 'sbin/wicked.*', 'libexec/wicked/bin/wicked.*'],
  ],
  '2026': [
    ['api_exec_t', 'bin/rottweiler'],
    ['bus_exec_t', 'bin/whippet'],
    ['init_exec_t', 'lib/systemd/systemd-executor'],
  ],
};
/** The same below /usr/bin, or /usr/fips/bin. */
const FIPS_PROGRAMS: RowsByEra<readonly [type: string, ...names: string[]]> = {
  both: [['runtime_exec_t', 'containerd.*', 'docker.*', 'host-ctr', 'runc.*']],
  classic: [],
  '2026': [
    ['api_exec_t', 'cfsignal', 'migrator', 'shibaken'],
    ['runtime_exec_t', 'soci-snapshotter.*'],
  ],
};
/** Mounts and their types; what is below them has no label of the policy's. */
const MOUNTS = {
  any_t: ['dev', 'run', 'sys', 'tmp'],
  etc_t: ['etc'],
  local_t: ['local', 'media', 'mnt', 'opt', 'var'],
  proc_t: ['proc'],
};
/** Folders of a running node with all that is in them. */
const STATE: RowsByEra<readonly [type: string, ...paths: string[]]> = {
  both: [
    ['measure_t', 'var/lib/chrony'],
    ['lease_t', 'var/lib/netdog'],
    ['secret_t', 'local/bootstrap-containers', 'local/host-containers'],
    ['state_t', 'var/lib/cni-plugins', 'var/lib/csi-helpers', 'var/lib/kernel-devel', 'var/lib/kernel-modules', 'var/lib/selinux'],
    ['state_t', 'var/lib/systemd', 'var/log/journal'],
  ],
  classic: [['lease_t', 'var/lib/wicked']],
  '2026': [['state_t', 'var/lib/civ-plugins']],
};

/** From the general to the particular: of the rows that match, the last one counts. */
function labelRows(era: PolicyEra): readonly LabelRow[] {
  const below = (type: string | null, path: string): LabelRow[] => [[`/${path}/.*`, false, type]];
  const at = (type: string, path: string): LabelRow[] => [[`/${path}`, false, type]];
  const mounts = Object.entries(MOUNTS);
  return [
    ['/.*', false, 'os_t'],
    ...rowsOf(PROGRAMS, era).flatMap(([type, ...names]) => names.map((name): LabelRow => [`/.*/usr/${name}`, true, type])),
    ...rowsOf(FIPS_PROGRAMS, era).flatMap(([type, ...names]) => names.map((name): LabelRow => [`/.*/usr(/fips)?/bin/${name}`, true, type])),
    ...mounts.flatMap(([, paths]) => paths.flatMap((path) => below(null, path))),
    ...rowsOf(STATE, era).flatMap(([type, ...paths]) => paths.flatMap((path) => below(type, path))),
    ...mounts.flatMap(([type, paths]) => paths.flatMap((path) => at(type, path))),
    ...at('local_t', 'media/cdrom'),
    ...rowsOf(STATE, era).flatMap(([type, ...paths]) => paths.flatMap((path) => at(type, path))),
    ...at('secret_t', 'var/lib/systemd/random-seed'),
  ];
}

/** filecon statements, from which secilc makes file_contexts. */
export function fileLabels(era: PolicyEra): string[] {
  return labelRows(era).map(([pattern, isOfFiles, type]) => `(filecon "${pattern}" ${isOfFiles ? 'file' : 'any'} ${type === null ? '()' : contextOf(type)})`);
}

/** The same as lines of file_contexts, in our order, for a tool that labels a tree. */
export function fileContextLines(era: PolicyEra): string {
  const lines = labelRows(era).map(([pattern, isOfFiles, type]) => [pattern, ...(isOfFiles ? ['--'] : []), type === null ? '<<none>>' : labelOf(type)]);
  return lines.map((words) => `${words.join('\t')}\n`).join('');
}

/** The security.selinux value of a file by its path on its partition, without the NUL at its end that only kernels write; undefined for none. */
export function labelAt(path: string, kind: LabelledKind, era: PolicyEra): string | undefined {
  const row = compiledRows(era).findLast(({ pattern, isOfFiles }) => (!isOfFiles || kind === 'file') && pattern.test(path));
  return row?.label;
}

const compiled = new Map<PolicyEra, readonly { readonly pattern: RegExp; readonly isOfFiles: boolean; readonly label: string | undefined }[]>();

function compiledRows(era: PolicyEra) {
  const known =
    compiled.get(era) ??
    labelRows(era).map(([pattern, isOfFiles, type]) => ({
      pattern: new RegExp(`^${pattern}$`, 's'),
      isOfFiles,
      label: type === null ? undefined : labelOf(type),
    }));
  compiled.set(era, known);
  return known;
}

function labelOf(type: string): string {
  return `system_u:object_r:${type}:s0`;
}
