import { array, boolean, type Infer, integer, isUnreadable, list, object, optional, string, type Unreadable } from '@staticfire/facts';
import { defineDerivation, need } from '../derivation.ts';
import { type JournaldEffective, journaldEffective } from './journald-effective.schema.ts';

const fileSchema = object({ path: string(''), name: string(''), state: string(''), overriddenBy: optional(string('')), readable: boolean('') });
const entrySchema = object({ file: string(''), line: integer(''), kind: string(''), section: string(''), key: string(''), value: optional(string('')) });
const filesSchema = object({ main: list(fileSchema, ''), folders: array(string(''), ''), files: list(fileSchema, ''), entries: list(entrySchema, '') });

type Files = Infer<typeof filesSchema>;
type ConfigFile = Infer<typeof fileSchema>;
type Entry = Infer<typeof entrySchema>;
type Setting = JournaldEffective['storage'];

/** What systemd 252 and 257 take when nothing is set (man journald.conf). */
const DEFAULTS = { Storage: 'auto', SplitMode: 'uid' } as const;
const STORAGE_KINDS = ['persistent', 'volatile', 'auto', 'none'] as const;

export const deriveJournaldEffective = defineDerivation({
  fact: journaldEffective,
  needs: { files: need('journald.files', filesSchema) },
  derive({ files }): JournaldEffective | Unreadable {
    const unreadable = [...files.main, ...files.files, ...files.entries].find(isUnreadable);
    if (unreadable !== undefined) return unreadable;
    const entries = inOrder(files);
    const storage = lastOf(entries, 'Storage');
    return { storage, splitMode: lastOf(entries, 'SplitMode'), storageKind: STORAGE_KINDS.find((kind) => kind === storage.value) ?? 'other' };
  },
});

/** The main file, then drop-ins by name; of each name the one in the first folder (src/basic/conf-files.c). */
function inOrder({ main, files, entries }: Files): Entry[] {
  const counted = (list: Files['files']) =>
    list.filter((file): file is ConfigFile => !isUnreadable(file)).filter(({ state, overriddenBy }) => state === 'read' && overriddenBy === undefined);
  const dropIns = counted(files).sort((a, b) => (a.name < b.name ? -1 : 1));
  const assignments = entries.filter((entry): entry is Entry => !isUnreadable(entry) && entry.kind === 'assignment' && entry.section === 'Journal');
  return [...counted(main), ...dropIns].flatMap(({ path }) => assignments.filter(({ file }) => file === path));
}

/** An empty value takes the default again. */
function lastOf(entries: readonly Entry[], key: keyof typeof DEFAULTS): Setting {
  const entry = entries.findLast((each) => each.key === key);
  if (entry === undefined) return { value: DEFAULTS[key] };
  return { value: entry.value || DEFAULTS[key], file: entry.file, line: entry.line };
}
