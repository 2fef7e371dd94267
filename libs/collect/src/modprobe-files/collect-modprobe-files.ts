import { parseModprobeFile } from '@staticfire/read/formats/linux-text';
import { defineBankCollector } from '../collector.ts';
import { collectConfigFiles } from '../config-files/collect-config-files.ts';
import { type ModprobeFiles, modprobeFiles } from './modprobe-files.schema.ts';

/** modprobe.d(5). /lib is a link on Bottlerocket. */
const FOLDERS = ['/etc/modprobe.d', '/run/modprobe.d', '/usr/local/lib/modprobe.d', '/usr/lib/modprobe.d', '/lib/modprobe.d'];

export const collectModprobeFiles = defineBankCollector({
  fact: modprobeFiles,
  reads: ['bank', 'fileSystem'],
  collect({ bank, fileSystem }, sources): ModprobeFiles | undefined {
    const fs = fileSystem('ROOT');
    return (
      fs && collectConfigFiles(fs, bank, { folders: FOLDERS, suffix: '.conf', otherSuffix: '.alias', lineEnds: 'line-feed', parse: parseModprobeFile }, sources)
    );
  },
});
