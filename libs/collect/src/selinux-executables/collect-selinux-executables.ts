import { labelText } from '@staticfire/analyze/selinux/file-contexts';
import { isUnreadable, type Unreadable } from '@staticfire/facts';
import type { FileCollector } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { type SelinuxExecutables, selinuxExecutables } from './selinux-executables.schema.ts';

const EXECUTE = 0o111;
const MAX_LISTED = 10_000;

interface Executable {
  readonly path: string;
  readonly label?: string;
}

export const collectSelinuxExecutables: FileCollector<SelinuxExecutables> = {
  fact: selinuxExecutables,
  start() {
    const files = new BoundedList<Executable>(MAX_LISTED, 'executable files');
    return {
      visit({ error, stat, normalPath: path, label }) {
        if (error !== undefined) files.addError(error);
        else if (stat?.type === 'file' && (stat.mode & EXECUTE) !== 0) files.add({ path, ...(label === undefined ? {} : { label: labelText(label) }) });
        return undefined;
      },
      finish: () => ({ executables: byLabel(files.elements) }),
    };
  },
};

/** What could not be read, and the sign that there are more, come last. */
function byLabel(files: readonly (Executable | Unreadable)[]): SelinuxExecutables['executables'] {
  const executables = files.filter((file): file is Executable => !isUnreadable(file)).sort(byLabelAndPath);
  const groups = Map.groupBy(executables, ({ label }) => label);
  const listed = [...groups].map(([label, own]) => ({ ...(label === undefined ? {} : { label }), paths: own.map(({ path }) => path) }));
  return [...listed, ...files.filter(isUnreadable)];
}

/** No label comes first. */
function byLabelAndPath(one: Executable, other: Executable): number {
  if (one.label === other.label) return one.path < other.path ? -1 : 1;
  if (one.label === undefined || other.label === undefined) return one.label === undefined ? -1 : 1;
  return one.label < other.label ? -1 : 1;
}
