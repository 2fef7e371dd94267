import { type LoadedUnit, lastValue } from '@staticfire/analyze/systemd';
import { ReadError } from '@staticfire/read/bytes';
import { type FileSystem, type ListedFolders, tracePath } from '@staticfire/read/filesystem';
import { mountPoints } from '../evidence/mount-points.ts';
import { normalPath } from '../normal-path.ts';
import type { SystemdUnits } from './systemd-units.schema.ts';

type Command = Exclude<SystemdUnits['units'][number], { readonly $unreadable: unknown }>['commands'][number];

/** What is at the path of a program. */
export type FoundProgram = Pick<Command, 'state' | 'executable'>;
export type FindProgram = (program: string, unit: LoadedUnit) => FoundProgram;

/** DEFAULT_PATH of systemd where /bin is a link to /usr/bin and sbin is a folder of its own. */
const SEARCHED = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin'];
const EXECUTE = 0o111;
const MISSING: FoundProgram = { state: 'missing' };

/** Looks for programs on ROOT; one that cannot be looked for is missing to a node, too. */
export function programFinder(fs: FileSystem): FindProgram {
  const folders: ListedFolders = new Map();
  const known = new Map<string, FoundProgram>();
  const find = (path: string): FoundProgram => {
    const found = known.get(path) ?? findPath(fs, path, folders);
    known.set(path, found);
    return found;
  };
  return (program, unit) => {
    if (/%[A-Za-z]/.test(program)) return { state: 'open' };
    if (program.startsWith('/')) return find(program);
    const searched = lastValue(unit.settings, 'Service', 'ExecSearchPath')?.value.split(':') ?? SEARCHED;
    const all = searched.map((folder) => find(`${folder}/${program}`));
    return all.find(({ state }) => state === 'present') ?? all.find(({ state }) => state !== 'missing') ?? MISSING;
  };
}

function findPath(fs: FileSystem, path: string, folders: ListedFolders): FoundProgram {
  if (mountPoints.some((point) => path.startsWith(`${point}/`))) return { state: 'elsewhere' };
  const traced = attempt(() => tracePath(fs, path, { folders }));
  if (traced?.stat.type !== 'file') return MISSING;
  if ((traced.stat.mode & EXECUTE) === 0) return { state: 'not-executable' };
  return { state: 'present', executable: normalPath(traced.path) };
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof ReadError) return undefined;
    throw error;
  }
}
