import { isUnreadable } from '@staticfire/facts';
import { UnsupportedError } from '@staticfire/read/bytes';
import { parseTmpfilesAttributes, type TmpfilesEntry } from '@staticfire/read/formats/linux-text';
import { defineBankCollector } from '../collector.ts';
import { collectConfigFiles } from '../config-files/collect-config-files.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { contextTeller, type ToldContext } from '../selinux-files/context-teller.ts';
import { tmpfilesFolders } from '../tmpfiles-files/tmpfiles-folders.ts';
import { type SelinuxTmpfilesContexts, selinuxTmpfilesContexts } from './selinux-tmpfiles-contexts.schema.ts';

const ATTRIBUTE = 'security.selinux';
const MAX_LISTED = 1000;

type Labelling = Extract<SelinuxTmpfilesContexts['lines'][number], { readonly file: string }>;
type FileEntry = TmpfilesEntry & { readonly file: string };

export const collectSelinuxTmpfilesContexts = defineBankCollector({
  fact: selinuxTmpfilesContexts,
  reads: ['bank', 'fileSystem', 'selinuxPolicy'],
  collect({ bank, fileSystem, selinuxPolicy }, sources): SelinuxTmpfilesContexts | undefined {
    const fs = fileSystem('ROOT');
    const found = fs && collectConfigFiles(fs, bank, tmpfilesFolders, sources);
    if (found === undefined) return undefined;
    const hidden = new Set(found.files.flatMap((file) => ('overriddenBy' in file ? [file.path] : [])));
    const tell = contextTeller(selinuxPolicy(sources), 'lines of tmpfiles.d');
    const lines = new BoundedList<Labelling>(MAX_LISTED, 'contexts of tmpfiles.d');
    for (const entry of found.entries) {
      if (isUnreadable(entry)) lines.add(entry);
      else if (!hidden.has(entry.file)) lines.attempt(() => labellings(entry, tell));
    }
    return { lines: lines.elements };
  },
});

function labellings({ file, line, kind, type, path, argument = '' }: FileEntry, tell: (context: string) => ToldContext): readonly Labelling[] {
  const place = { structure: file, field: `line ${line}` };
  if (kind === 'version-dependent' && path.includes(ATTRIBUTE)) {
    throw new UnsupportedError({ ...place, message: 'versions of systemd-tmpfiles take the line in different ways' });
  }
  if (type !== 't' && type !== 'T') return [];
  const contexts = parseTmpfilesAttributes(argument).flatMap(({ name, value }) => (name === ATTRIBUTE ? [value] : []));
  return contexts.map((context) => {
    if (context.includes('%')) throw new UnsupportedError({ ...place, found: context, message: 'a context with specifiers' });
    return { file, line, type, path, ...tell(context) };
  });
}
