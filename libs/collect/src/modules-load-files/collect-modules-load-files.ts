import { parseModulesLoadFile } from '@staticfire/read/formats/linux-text';
import { defineBankCollector } from '../collector.ts';
import { collectConfigFiles } from '../config-files/collect-config-files.ts';
import { type ModulesLoadFiles, modulesLoadFiles } from './modules-load-files.schema.ts';

/** modules-load.d(5). /lib is a link on Bottlerocket. */
const FOLDERS = ['/etc/modules-load.d', '/run/modules-load.d', '/usr/local/lib/modules-load.d', '/usr/lib/modules-load.d', '/lib/modules-load.d'];

export const collectModulesLoadFiles = defineBankCollector({
  fact: modulesLoadFiles,
  reads: ['bank', 'fileSystem'],
  collect({ bank, fileSystem }, sources): ModulesLoadFiles | undefined {
    const fs = fileSystem('ROOT');
    return fs && collectConfigFiles(fs, bank, { folders: FOLDERS, suffix: '.conf', lineEnds: 'systemd', parse: parseModulesLoadFile }, sources);
  },
});
