import { parseSystemdConfigFile, type SystemdConfigEntry } from '@staticfire/read/formats/linux-text';
import { defineBankCollector } from '../collector.ts';
import { type ConfigFiles, collectConfigFiles } from '../config-files/collect-config-files.ts';
import { type JournaldFiles, journaldFiles } from './journald-files.schema.ts';

/** Where systemd looks for configuration, /lib being a link on Bottlerocket (systemd-journald(8); src/basic/constants.h, CONF_PATHS). */
const BASES = ['/etc/systemd', '/run/systemd', '/usr/local/lib/systemd', '/usr/lib/systemd', '/lib/systemd'];
const MAIN = 'journald.conf';

export const collectJournaldFiles = defineBankCollector({
  fact: journaldFiles,
  reads: ['bank', 'fileSystem'],
  collect({ bank, fileSystem }, sources): JournaldFiles | undefined {
    const fs = fileSystem('ROOT');
    if (fs === undefined) return undefined;
    const read = (folders: readonly string[], only?: string) =>
      collectConfigFiles<SystemdConfigEntry>(
        fs,
        bank,
        { folders, suffix: '.conf', lineEnds: 'systemd', parse: parseSystemdConfigFile, ...(only === undefined ? {} : { only }) },
        sources,
      );
    const main = read(BASES, MAIN);
    const dropIns = read(BASES.map((base) => `${base}/${MAIN}.d`));
    if ((main?.files.length ?? 0) === 0 && dropIns === undefined) return undefined;
    return {
      main: main?.files ?? [],
      folders: dropIns?.folders ?? [],
      files: dropIns?.files ?? [],
      entries: [...entriesOf(main), ...entriesOf(dropIns)],
    };
  },
});

function entriesOf(files: ConfigFiles<SystemdConfigEntry> | undefined): ConfigFiles<SystemdConfigEntry>['entries'] {
  return files?.entries ?? [];
}
