import { walk } from '@staticfire/read/filesystem';
import { defineDiskCollector } from '../collector.ts';
import { openPrivate } from '../evidence/open-private.ts';
import { toFailure } from '../runner/to-failure.ts';
import { type PrivateFiles, privateFiles } from './private-files.schema.ts';

const MAX_LISTED = 1000;

export const collectPrivateFiles = defineDiskCollector({
  fact: privateFiles,
  reads: ['image'],
  collect({ image }, sources): PrivateFiles | undefined {
    const fs = openPrivate(image, sources);
    if (fs === undefined) return undefined;
    const files: PrivateFiles['files'][number][] = [];
    for (const { path, stat, error } of walk(fs)) {
      if (files.length >= MAX_LISTED) {
        const message = `more than ${MAX_LISTED} files; the rest is not listed`;
        files.push({ $unreadable: { kind: 'limit', structure: 'PRIVATE', message } });
        break;
      }
      if (error !== undefined) files.push({ $unreadable: toFailure(error) });
      if (stat === undefined || path === '/') continue;
      files.push({ path, type: stat.type, mode: stat.mode.toString(8).padStart(4, '0'), size: stat.size });
    }
    return { files };
  },
});
