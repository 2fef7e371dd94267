import { defineBankCollector, NO_LOG } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { isUnreadableEntry, listFolders } from '../evidence/list-folder.ts';
import { quoteLines, textOf } from '../evidence/quote-lines.ts';
import { RootFiles } from '../evidence/root-files.ts';
import { parseSysctlCalls } from './parse-sysctl-calls.ts';
import { type SystemdUnitSysctls, systemdUnitSysctls } from './systemd-unit-sysctls.schema.ts';

/** Folders of an image in which a service can lie; the first one of a name counts. */
const FOLDERS = ['/etc/systemd/system', '/usr/local/lib/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system'];
const MAX_LENGTH = 64 * 1024;
const MAX_TOTAL = 8 * 1024 * 1024;
const MAX_CALLS = 1000;

type Call = Extract<SystemdUnitSysctls['calls'][number], { readonly unit: string }>;

export const collectSystemdUnitSysctls = defineBankCollector({
  fact: systemdUnitSysctls,
  reads: ['bank', 'fileSystem'],
  collect({ bank, fileSystem }, sources): SystemdUnitSysctls | undefined {
    const fs = fileSystem('ROOT');
    const folders = fs && listFolders(fs, FOLDERS);
    if (fs === undefined || folders === undefined || folders.length === 0) return undefined;
    const calls = new BoundedList<Call>(MAX_CALLS, 'commands');
    const reader = new RootFiles(fs, bank, NO_LOG, MAX_TOTAL);
    // Only files with such a command are sources.
    const log = new RootFiles(fs, bank, sources, MAX_TOTAL);
    for (const entry of folders.flatMap(({ entries }) => entries)) {
      if (isUnreadableEntry(entry)) calls.addError(entry.error);
      if (isUnreadableEntry(entry) || !entry.name.endsWith('.service') || entry.stat.type === 'directory') continue;
      const { path } = entry;
      const listed = calls.attempt(() => readService(entry, reader));
      const bytes = listed.length === 0 ? undefined : log.read(path, MAX_LENGTH);
      if (bytes === undefined) continue;
      const quoted = { bank, partition: 'ROOT', path, text: textOf(bytes), lineEnds: 'line-feed' } as const;
      sources.quote(
        quoteLines(
          quoted,
          listed.map(({ line }) => line),
        ),
      );
    }
    return { calls: calls.elements };
  },
});

function readService({ name, path }: { readonly name: string; readonly path: string }, reader: RootFiles): Call[] {
  const bytes = reader.read(path, MAX_LENGTH);
  const { calls, wanted } = bytes === undefined ? { calls: [], wanted: false } : parseSysctlCalls(bytes, path, MAX_LENGTH);
  return calls.map((call) => ({ unit: name, file: path, ...call, wanted }));
}
