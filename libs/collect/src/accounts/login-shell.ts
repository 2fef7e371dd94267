import { type FileSystem, tracePath } from '@staticfire/read/filesystem';
import type { LoginState } from './login-states.ts';

/** passwd(5): nothing in the field is this one. */
const DEFAULT = '/bin/sh';
const REFUSES = new Set(['nologin', 'false', 'true']);
/** One program for many names, which it is started by. */
const MANY = new Set(['coreutils', 'util-linux']);

/** Whether the shell of an account lets anyone in: `no` for programs that only end, `missing` for one that is not on ROOT. */
export function loginState(fs: FileSystem, shell: string): LoginState {
  const path = shell === '' ? DEFAULT : shell;
  const found = tracePath(fs, path);
  if (!REFUSES.has(baseName(path))) return found?.stat.type === 'file' ? 'yes' : 'missing';
  const end = found === undefined ? path : found.path;
  return REFUSES.has(baseName(end)) || MANY.has(baseName(end)) ? 'no' : 'yes';
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
