import { type LoadedUnit, lastValue } from '@staticfire/analyze/systemd';
import { ReadError } from '@staticfire/read/bytes';
import { type FileSystem, type ListedFolders, lookup } from '@staticfire/read/filesystem';
import { mountPoints } from '../evidence/mount-points.ts';
import type { SystemdUnits } from './systemd-units.schema.ts';

type State = Exclude<SystemdUnits['units'][number], { readonly $unreadable: unknown }>['commands'][number]['state'];

export type FindProgram = (program: string, unit: LoadedUnit) => State;

/** DEFAULT_PATH of systemd where /bin is a link to /usr/bin and sbin is a folder of its own. */
const SEARCHED = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin'];
const EXECUTE = 0o111;

/** Looks for programs on ROOT; one that cannot be looked for is missing to a node, too. */
export function programFinder(fs: FileSystem): FindProgram {
  const folders: ListedFolders = new Map();
  const known = new Map<string, State>();
  const stateOf = (path: string): State => {
    const state = known.get(path) ?? findPath(fs, path, folders);
    known.set(path, state);
    return state;
  };
  return (program, unit) => {
    if (/%[A-Za-z]/.test(program)) return 'open';
    if (program.startsWith('/')) return stateOf(program);
    const searched = lastValue(unit.settings, 'Service', 'ExecSearchPath')?.value.split(':') ?? SEARCHED;
    const states = searched.map((folder) => stateOf(`${folder}/${program}`));
    return states.find((state) => state === 'present') ?? states.find((state) => state !== 'missing') ?? 'missing';
  };
}

function findPath(fs: FileSystem, path: string, folders: ListedFolders): State {
  if (mountPoints.some((point) => path.startsWith(`${point}/`))) return 'elsewhere';
  const stat = attempt(() => lookup(fs, path, { folders }));
  if (stat?.type !== 'file') return 'missing';
  return (stat.mode & EXECUTE) === 0 ? 'not-executable' : 'present';
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof ReadError) return undefined;
    throw error;
  }
}
