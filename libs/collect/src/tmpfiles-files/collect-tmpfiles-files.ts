import { defineBankCollector } from '../collector.ts';
import { collectConfigFiles } from '../config-files/collect-config-files.ts';
import { type TmpfilesFiles, tmpfilesFiles } from './tmpfiles-files.schema.ts';
import { tmpfilesFolders } from './tmpfiles-folders.ts';

export const collectTmpfilesFiles = defineBankCollector({
  fact: tmpfilesFiles,
  reads: ['bank', 'fileSystem'],
  collect({ bank, fileSystem }, sources): TmpfilesFiles | undefined {
    const fs = fileSystem('ROOT');
    return fs && collectConfigFiles(fs, bank, tmpfilesFolders, sources);
  },
});
