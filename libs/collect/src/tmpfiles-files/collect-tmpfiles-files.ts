import { parseTmpfilesFile } from '@staticfire/read/formats/linux-text';
import { defineBankCollector } from '../collector.ts';
import { collectConfigFiles } from '../config-files/collect-config-files.ts';
import { type TmpfilesFiles, tmpfilesFiles } from './tmpfiles-files.schema.ts';

/** tmpfiles.d(5). /lib is a link on Bottlerocket. */
const FOLDERS = ['/etc/tmpfiles.d', '/run/tmpfiles.d', '/usr/local/lib/tmpfiles.d', '/usr/lib/tmpfiles.d', '/lib/tmpfiles.d'];

export const collectTmpfilesFiles = defineBankCollector({
  fact: tmpfilesFiles,
  reads: ['bank', 'fileSystem'],
  collect({ bank, fileSystem }, sources): TmpfilesFiles | undefined {
    const fs = fileSystem('ROOT');
    return fs && collectConfigFiles(fs, bank, { folders: FOLDERS, suffix: '.conf', lineEnds: 'systemd', parse: parseTmpfilesFile }, sources);
  },
});
