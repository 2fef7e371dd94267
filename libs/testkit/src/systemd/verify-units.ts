import { spawnSync } from 'node:child_process';
import { toolPath } from '../tool-path.ts';

/** A unit as systemd has it in memory. */
export interface VerifiedUnit {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly fragment: string | undefined;
  readonly dropIns: readonly string[];
  /** `Requires`, `After`, `WantedBy` …; names in byte order. */
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
  /** Programs with arguments by ExecStart and its like, as systemd prints them: an argument with blanks is in quotes. */
  readonly commands: Readonly<Record<string, readonly string[]>>;
  /** Everything else that it prints: `Where`, `ListenStream` …, each with all of its values. */
  readonly properties: Readonly<Record<string, readonly string[]>>;
}

export interface Verification {
  readonly units: ReadonlyMap<string, VerifiedUnit>;
  /** LoadState of what could not be loaded. */
  readonly refused: Readonly<Record<string, string>>;
  /** `unit/start` of every job, in byte order. */
  readonly jobs: readonly string[];
  /** All that it says. */
  readonly log: string;
}

const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/^Unit (\S+) is masked\.$/, 'masked'],
  [/^Unit (\S+) has a bad unit file setting\.$/, 'bad-setting'],
  [/^Unit (\S+) failed to load properly/, 'error'],
  [/^Unit (\S+) not found\.$/, 'not-found'],
];
const DEPENDENCY = /^(\w+): (\S+) \((?:origin|destination)/;

/** What systemd's manager makes of units below `root`: it loads them with all they need, and starts each. */
export function verifyUnits(root: string, names: readonly string[]): Verification {
  const { stdout, stderr, error } = spawnSync(toolPath('systemd-analyze')!, ['verify', `--root=${root}`, '--man=no', '--', ...names], {
    env: { PATH: process.env['PATH'], SYSTEMD_LOG_LEVEL: 'debug', LC_ALL: 'C' },
    encoding: 'latin1',
    maxBuffer: 256 * 1024 * 1024,
    timeout: 60_000,
  });
  if (error !== undefined) throw error;
  const units = stdout
    .split(/^\t-> Unit /m)
    .slice(1)
    .map((text) => readUnit(text, root));
  const lines = stderr.split('\n');
  const refused = lines.flatMap((line) => REFUSALS.flatMap(([pattern, state]) => (pattern.test(line) ? [[pattern.exec(line)![1]!, state] as const] : [])));
  const jobs = [...stderr.matchAll(/Installed new job (\S+) as \d+$/gm)].map(([, job]) => job!);
  return { units: new Map(units.map((unit) => [unit.name, unit])), refused: Object.fromEntries(refused), jobs: [...new Set(jobs)].sort(), log: stderr };
}

function readUnit(text: string, root: string): VerifiedUnit {
  const lines = text.split('\n').map((line) => line.replace(/^\t+/, ''));
  const properties: Record<string, string[]> = {};
  const dependencies: Record<string, string[]> = {};
  const commands: Record<string, string[]> = {};
  let key = '';
  for (const line of lines.slice(1)) {
    const [, dependency, other] = DEPENDENCY.exec(line) ?? [];
    const [, property, value] = /^([A-Za-z ]+): (.*)$/.exec(line) ?? [];
    key = /^-> (Exec\w+):$/.exec(line)?.[1] ?? key;
    if (dependency !== undefined) push(dependencies, dependency, other!);
    else if (property === 'Command Line') push(commands, key, value!);
    else if (property !== undefined) push(properties, property, value!);
  }
  const cut = (path: string) => (path.startsWith(`${root}/`) ? path.slice(root.length) : path);
  for (const names of Object.values(dependencies)) names.sort();
  return {
    name: lines[0]!.replace(/:$/, ''),
    aliases: (properties['Alias'] ?? []).toSorted(),
    fragment: properties['Fragment Path']?.map(cut)[0],
    dropIns: (properties['DropIn Path'] ?? []).map(cut),
    dependencies,
    commands,
    properties,
  };
}

function push(lists: Record<string, string[]>, key: string, value: string): void {
  lists[key] = [...(lists[key] ?? []), value];
}
