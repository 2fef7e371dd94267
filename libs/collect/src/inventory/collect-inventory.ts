import { parseApplicationInventory } from '@staticfire/read/formats/sbom';
import { defineBankCollector } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { RootFiles } from '../evidence/root-files.ts';
import { type Inventory, inventory } from './inventory.schema.ts';

export const INVENTORY_PATH = '/usr/share/bottlerocket/application-inventory.json';
const MAX_LENGTH = 16 * 1024 * 1024;
const MAX_LISTED = 10_000;

type Entry = Extract<Inventory['packages'][number], { readonly name: string }>;

export const collectInventory = defineBankCollector({
  fact: inventory,
  reads: ['bank', 'fileSystem'],
  collect({ bank, fileSystem }, sources): Inventory | undefined {
    const fs = fileSystem('ROOT');
    const bytes = fs && new RootFiles(fs, bank, sources, MAX_LENGTH).read(INVENTORY_PATH, MAX_LENGTH);
    if (bytes === undefined) return undefined;
    const entries = parseApplicationInventory(bytes, INVENTORY_PATH);
    const packages = new BoundedList<Entry>(MAX_LISTED, 'packages');
    for (const { name, version, release, epoch, publisher, architecture, sourcePackage } of entries) {
      packages.add({ name, version, release, epoch, publisher, architecture, sourcePackage });
    }
    return { path: INVENTORY_PATH, entries: entries.length, sourcePackages: entries.filter((each) => each.sourcePackage).length, packages: packages.elements };
  },
});
