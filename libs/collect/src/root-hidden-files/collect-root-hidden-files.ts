import type { FileCollector, VisitedFile } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { mountPoints } from '../evidence/mount-points.ts';
import { type RootHiddenFiles, rootHiddenFiles } from './root-hidden-files.schema.ts';

type HiddenFile = Exclude<RootHiddenFiles['files'][number], { readonly $unreadable: unknown }>;

/** What a build puts there: mount points below others, and the link that SELinux needs before /etc is filled. */
const EXPECTED = new Set(['/etc/selinux', '/media/cdrom', '/root/.aws', '/root/.aws/config']);
const MAX_LISTED = 10_000;

export const collectRootHiddenFiles: FileCollector<RootHiddenFiles> = {
  fact: rootHiddenFiles,
  start() {
    const files = new BoundedList<HiddenFile>(MAX_LISTED, 'hidden files');
    return {
      visit(file) {
        const hiddenBy = mountPoints.find((point) => file.normalPath.startsWith(`${point}/`));
        if (file.error !== undefined) files.addError(file.error);
        if (hiddenBy !== undefined && file.stat !== undefined && !isExpected(file)) files.add({ path: file.normalPath, type: file.stat.type, hiddenBy });
        return undefined;
      },
      finish: () => ({ files: files.elements }),
    };
  },
};

/** Empty folders are mount points of their own. */
function isExpected({ normalPath, stat }: VisitedFile): boolean {
  return EXPECTED.has(normalPath) || stat?.type === 'directory';
}
