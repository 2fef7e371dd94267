import { mountOf } from '@staticfire/analyze/systemd';
import { type ContentReader, defineFileCollector, type FileVisitor, type SourceLog, type VisitedFile } from '../collector.ts';
import { attemptReading } from '../evidence/attempt-reading.ts';
import type { BankEvidence } from '../evidence/bank-evidence.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { mountPoints } from '../evidence/mount-points.ts';
import { normalPath } from '../normal-path.ts';
import { type RootHiddenFiles, rootHiddenFiles } from './root-hidden-files.schema.ts';

type HiddenFile = Exclude<RootHiddenFiles['files'][number], { readonly $unreadable: unknown }>;

/** What a build puts there: mount points below others, and the link that SELinux needs before /etc is filled. */
const EXPECTED = new Set(['/etc/selinux', '/media/cdrom', '/root/.aws', '/root/.aws/config']);
const MAX_LISTED = 10_000;
/** Filesystems that start empty. */
const EMPTY_TYPES = new Set(['tmpfs', 'ramfs']);
const BINDS = ['bind', 'rbind'];

export const collectRootHiddenFiles = defineFileCollector({
  fact: rootHiddenFiles,
  reads: ['systemd'],
  start(evidence, sources): FileVisitor<RootHiddenFiles> {
    const files = new BoundedList<HiddenFile>(MAX_LISTED, 'hidden files');
    const own = attemptReading(() => ownMountPoints(evidence, sources));
    if (!('value' in own)) files.add(own);
    const points = [...mountPoints, ...('value' in own ? own.value : [])];
    return {
      visit(file): ContentReader | undefined {
        const hiddenBy = points.find((point) => file.normalPath.startsWith(`${point}/`));
        if (file.error !== undefined) files.addError(file.error);
        if (hiddenBy !== undefined && file.stat !== undefined && !isExpected(file)) files.add({ path: file.normalPath, type: file.stat.type, hiddenBy });
        return undefined;
      },
      finish: () => ({ files: files.elements }),
    };
  },
});

/** Where the image's mount units put an empty filesystem or another folder when a node starts. */
function ownMountPoints({ systemd }: Pick<BankEvidence, 'systemd'>, sources: SourceLog): readonly string[] {
  const started = (systemd(sources)?.analysis.units ?? []).filter(({ unit, stage }) => unit.name.type === 'mount' && stage !== undefined);
  return started.flatMap(({ unit }) => {
    const mount = mountOf(unit);
    const hides = mount !== undefined && (EMPTY_TYPES.has(mount.type) || BINDS.some((option) => mount.options.includes(option)));
    return hides && mount.where !== '/' ? [normalPath(mount.where)] : [];
  });
}

/** Empty folders are mount points of their own. */
function isExpected({ normalPath: path, stat }: VisitedFile): boolean {
  return EXPECTED.has(path) || stat?.type === 'directory';
}
