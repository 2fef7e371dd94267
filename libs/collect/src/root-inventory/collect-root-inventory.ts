import type { ReadError } from '@staticfire/read/bytes';
import type { FileCollector, VisitedFile } from '../collector.ts';
import { toFailure } from '../runner/to-failure.ts';
import { type RootInventory, rootInventory } from './root-inventory.schema.ts';

const MAX_UNREADABLE = 100;

export const collectRootInventory: FileCollector<RootInventory> = {
  fact: rootInventory,
  start() {
    const counts = { files: 0, directories: 0, symlinks: 0, others: 0, bytes: 0 };
    const unreadable: RootInventory['unreadable'][number][] = [];
    let failures = 0;
    const fail = (path: string, error: ReadError) => {
      if (++failures <= MAX_UNREADABLE) unreadable.push({ path, error: toFailure(error) });
    };
    return {
      visit(file) {
        count(counts, file);
        if (file.error !== undefined) fail(file.normalPath, file.error);
        return undefined;
      },
      contentUnreadable: (file, error) => fail(file.normalPath, error),
      finish: () => ({ ...counts, complete: failures === 0, unreadable }),
    };
  },
};

function count(counts: { files: number; directories: number; symlinks: number; others: number; bytes: number }, { stat }: VisitedFile): void {
  if (stat === undefined) return;
  if (stat.type === 'file') {
    counts.files++;
    counts.bytes += stat.size;
  } else if (stat.type === 'directory') counts.directories++;
  else if (stat.type === 'symlink') counts.symlinks++;
  else counts.others++;
}
