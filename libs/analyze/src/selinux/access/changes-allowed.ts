import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import type { Context } from '../contexts/index.ts';
import { permissionNames } from '../permission-names.ts';
import { activeBranches } from './active-rules.ts';
import { decideAccess } from './decide-access.ts';

/** Permissions that change a file or what is in a directory. */
const CHANGES: Readonly<Record<string, readonly string[]>> = {
  file: ['append', 'create', 'link', 'rename', 'setattr', 'unlink', 'write'],
  dir: ['add_name', 'create', 'remove_name', 'rename', 'reparent', 'rmdir', 'setattr', 'write'],
};

/** By class what a process may change of files and directories with a label, rules, levels and the booleans' defaults included. Classes without any are left out. */
export function changesAllowed(policy: SelinuxPolicy, process: Context, label: Context): Readonly<Record<string, readonly string[]>> {
  const branches = activeBranches(policy, 'default');
  const allowed: Record<string, readonly string[]> = {};
  for (const [name, permissions] of Object.entries(CHANGES)) {
    const tclass = policy.classes.get(name);
    if (tclass === undefined) continue;
    const vector = decideAccess(policy, { source: process, target: label, tclass }, branches).allowed;
    const found = permissionNames(policy, tclass.value, vector).filter((permission) => permissions.includes(permission));
    if (found.length > 0) allowed[name] = found;
  }
  return allowed;
}
