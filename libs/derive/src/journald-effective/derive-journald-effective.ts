import { array, boolean, type Infer, integer, isUnreadable, list, object, optional, string, type Unreadable } from '@staticfire/facts';
import { defineDerivation, need } from '../derivation.ts';
import { type JournaldEffective, journaldEffective } from './journald-effective.schema.ts';

const fileSchema = object({ path: string(''), name: string(''), state: string(''), overriddenBy: optional(string('')), readable: boolean('') });
const entrySchema = object({ file: string(''), line: integer(''), kind: string(''), section: string(''), key: string(''), value: optional(string('')) });
const filesSchema = object({ main: list(fileSchema, ''), folders: array(string(''), ''), files: list(fileSchema, ''), entries: list(entrySchema, '') });

type Files = Infer<typeof filesSchema>;
type ConfigFile = Infer<typeof fileSchema>;
type Entry = Infer<typeof entrySchema>;
type Word<K extends keyof typeof WORDS> = (typeof WORDS)[K][number];
interface Setting<K extends keyof typeof WORDS> {
  readonly value: Word<K>;
  readonly file?: string;
  readonly line?: number;
}

/** What systemd 252 and 257 know, the first of each being what they take when nothing sets it (man journald.conf). */
const WORDS = { Storage: ['auto', 'volatile', 'persistent', 'none'], SplitMode: ['uid', 'login', 'none'] } as const;

export const deriveJournaldEffective = defineDerivation({
  fact: journaldEffective,
  needs: { files: need('journald.files', filesSchema) },
  derive({ files }): JournaldEffective | Unreadable {
    const unreadable = [...files.main, ...files.files, ...files.entries].find(isUnreadable);
    if (unreadable !== undefined) return unreadable;
    const entries = inOrder(files);
    return { storage: lastOf(entries, 'Storage'), splitMode: lastOf(entries, 'SplitMode') };
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

/** A word that is not known, and an empty one, leaves what was set before (src/shared/conf-parser.h, DEFINE_CONFIG_PARSE_ENUM). */
function lastOf<K extends keyof typeof WORDS>(entries: readonly Entry[], key: K): Setting<K> {
  const words: readonly Word<K>[] = WORDS[key];
  const isWord = (value: string | undefined): value is Word<K> => words.some((word) => word === value);
  const found = entries.findLast((each) => each.key === key && isWord(each.value));
  return found === undefined ? { value: words[0]! } : { value: found.value as Word<K>, file: found.file, line: found.line };
}
