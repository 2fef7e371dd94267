import { parseSysctlFile } from '@staticfire/read/formats/linux-text';
import { defineBankCollector } from '../collector.ts';
import { collectConfigFiles } from '../config-files/collect-config-files.ts';
import { type SysctlFiles, sysctlFiles } from './sysctl-files.schema.ts';

/** sysctl.d(5). /lib is a link on Bottlerocket. */
const FOLDERS = ['/etc/sysctl.d', '/run/sysctl.d', '/usr/local/lib/sysctl.d', '/usr/lib/sysctl.d', '/lib/sysctl.d'];

export const collectSysctlFiles = defineBankCollector({
  fact: sysctlFiles,
  reads: ['bank', 'fileSystem'],
  collect({ bank, fileSystem }, sources): SysctlFiles | undefined {
    const fs = fileSystem('ROOT');
    return fs && collectConfigFiles(fs, bank, { folders: FOLDERS, suffix: '.conf', lineEnds: 'systemd', parse: parseSysctlFile }, sources);
  },
});
