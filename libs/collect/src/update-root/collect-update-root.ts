import { parseTufRoot } from '@staticfire/read/formats/tuf-root';
import { defineBankCollector } from '../collector.ts';
import { RootFiles } from '../evidence/root-files.ts';
import { type UpdateRoot, updateRoot } from './update-root.schema.ts';

/** Anatomy 6.3: updog takes it from here. */
const PATH = '/usr/share/updog/root.json';
const MAX_LENGTH = 1024 * 1024;

export const collectUpdateRoot = defineBankCollector({
  fact: updateRoot,
  reads: ['bank', 'fileSystem'],
  collect({ bank, fileSystem }, sources): UpdateRoot | undefined {
    const fs = fileSystem('ROOT');
    const bytes = fs && new RootFiles(fs, bank, sources, MAX_LENGTH).read(PATH, MAX_LENGTH);
    return bytes && { path: PATH, ...parseTufRoot(bytes, PATH) };
  },
});
