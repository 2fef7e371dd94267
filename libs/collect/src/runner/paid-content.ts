import type { BlockSource } from '@staticfire/read/block-source';
import { type FileStat, type FileSystem, inodeContent } from '@staticfire/read/filesystem';
import type { ReadBudget } from './read-budget.ts';

/** The content of a regular file; every read counts against the budget of the walk. */
export function openPaidContent(fs: FileSystem, path: string, stat: FileStat, budget: ReadBudget): BlockSource {
  const content = inodeContent(fs, stat, path);
  return {
    ...content,
    readInto(target, offset) {
      budget.spend(target.length, path);
      content.readInto(target, offset);
    },
    readVector(targets, offset) {
      for (const { length } of targets) budget.spend(length, path);
      content.readVector(targets, offset);
    },
  };
}
