import { ReadError } from '@staticfire/read/bytes';
import type { FileSystem } from '@staticfire/read/filesystem';
import type { FileCollector, VisitedFile } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { unreadableFile } from '../evidence/program-visitor.ts';
import { followLink, type LinkSearch } from './follow-link.ts';
import { type RootLinks, rootLinks } from './root-links.schema.ts';

type Link = Exclude<RootLinks['links'][number], { readonly $unreadable: unknown }>;
type Special = Exclude<RootLinks['specials'][number], { readonly $unreadable: unknown }>;

const MAX_LINKS = 10_000;
const MAX_SPECIALS = 1000;
const SPECIAL: ReadonlySet<string> = new Set(['char-device', 'block-device', 'fifo', 'socket']);

export const collectRootLinks: FileCollector<RootLinks, 'fileSystem'> = {
  fact: rootLinks,
  reads: ['fileSystem'],
  start({ fileSystem }) {
    const fs = fileSystem('ROOT');
    if (fs === undefined) return undefined;
    const links = new BoundedList<Link>(MAX_LINKS, 'links that lead to nothing');
    const specials = new BoundedList<Special>(MAX_SPECIALS, 'special files');
    const search: LinkSearch = { folders: new Map(), lookups: 0 };
    return {
      visit(file) {
        if (file.error !== undefined) for (const list of [links, specials]) list.addError(file.error);
        if (file.stat?.type === 'symlink') addLink(links, fs, file, search);
        else if (file.stat !== undefined && SPECIAL.has(file.stat.type)) specials.add({ path: file.normalPath, type: file.stat.type as Special['type'] });
        return undefined;
      },
      finish: () => ({ links: links.elements, specials: specials.elements }),
    };
  },
};

function addLink(links: BoundedList<Link>, fs: FileSystem, file: VisitedFile, search: LinkSearch): void {
  try {
    const target = fs.readLink(file.stat!.inode);
    const end = followLink(fs, file.path, target, search);
    if (end !== undefined) links.add({ path: file.normalPath, target, ...end });
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    links.add(unreadableFile(file, error));
  }
}
