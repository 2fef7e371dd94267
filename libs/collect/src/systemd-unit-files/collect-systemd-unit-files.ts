import { isUnitFolderName } from '@staticfire/analyze/systemd';
import type { FileSystem } from '@staticfire/read/filesystem';
import { defineBankCollector } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { type Folder, type FolderEntry, isUnreadableEntry, listFolder, listFolders } from '../evidence/list-folder.ts';
import { type SystemdUnitFiles, systemdUnitFiles } from './systemd-unit-files.schema.ts';
import { describeInUnitFolder, describeUnit } from './unit-file.ts';
import { unitFolders } from './unit-folders.ts';

/** systemd.generator(7), systemd.environment-generator(7). */
const GENERATOR_PARENTS = ['/run/systemd', '/etc/systemd', '/usr/local/lib/systemd', '/usr/lib/systemd', '/lib/systemd'];
const GENERATORS = { system: 'system-generators', 'system-environment': 'system-environment-generators' } as const;
const MAX_UNITS = 10_000;
const MAX_GENERATORS = 1000;
const EXECUTE = 0o111;

type UnitFile = Extract<SystemdUnitFiles['units'][number], { readonly path: string }>;
type Generator = Extract<SystemdUnitFiles['generators'][number], { readonly path: string }>;

export const collectSystemdUnitFiles = defineBankCollector({
  fact: systemdUnitFiles,
  reads: ['bank', 'partition', 'fileSystem'],
  collect({ bank, partition, fileSystem }, sources): SystemdUnitFiles | undefined {
    const fs = fileSystem('ROOT');
    const folders = fs && listFolders(fs, unitFolders);
    if (fs === undefined || folders === undefined || folders.length === 0) return undefined;
    sources.add({ bank, partition: 'ROOT', offset: 0, length: partition('ROOT')?.source.length ?? 0 });
    const units = new BoundedList<UnitFile>(MAX_UNITS, 'unit files');
    for (const folder of folders) addFolder(fs, folder, units);
    return { folders: folders.map(({ path }) => path), units: units.elements, generators: findGenerators(fs) };
  },
});

function addFolder(fs: FileSystem, folder: Folder, units: BoundedList<UnitFile>): void {
  for (const entry of folder.entries) {
    if (isUnreadableEntry(entry)) {
      units.addError(entry.error);
      continue;
    }
    units.attempt(() => {
      const inside = isUnitFolderName(entry.name) ? listFolder(fs, entry.path) : undefined;
      if (inside === undefined) return [describeUnit(entry, folder.path)];
      for (const each of inside.entries) if (isUnreadableEntry(each)) units.addError(each.error);
      return inside.entries.flatMap((each) => (isUnreadableEntry(each) ? [] : [describeInUnitFolder(each, folder.path, entry.name)]));
    });
  }
}

function findGenerators(fs: FileSystem): SystemdUnitFiles['generators'] {
  const generators = new BoundedList<Generator>(MAX_GENERATORS, 'generators');
  for (const kind of ['system', 'system-environment'] as const) {
    const folders = listFolders(
      fs,
      GENERATOR_PARENTS.map((parent) => `${parent}/${GENERATORS[kind]}`),
    );
    for (const entry of folders.flatMap(({ entries }) => entries)) {
      if (isUnreadableEntry(entry)) generators.addError(entry.error);
      else generators.add(describeGenerator(entry, kind));
    }
  }
  return generators.elements;
}

function describeGenerator({ path, stat, target }: FolderEntry, kind: Generator['kind']): Generator {
  const type = stat.type === 'file' || stat.type === 'symlink' ? stat.type : 'other';
  return { path, kind, type, ...(target === undefined ? {} : { target }), executable: type === 'symlink' || (stat.mode & EXECUTE) !== 0 };
}
