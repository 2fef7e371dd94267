import { matchesGlob } from '@staticfire/read/bytes';

/** Whether a glob stands for a key, both in dotted form: as glob(3) has it on the files of /proc/sys, so that no wildcard takes a dot. */
export function matchesKey(glob: string, key: string): boolean {
  const [patterns, parts] = [glob.split('.'), key.split('.')];
  return patterns.length === parts.length && patterns.every((pattern, at) => matchesGlob(pattern, parts[at]!));
}
