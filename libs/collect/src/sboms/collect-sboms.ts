import { FormatError, LimitError, ReadError } from '@staticfire/read/bytes';
import { inflateLz4Frame } from '@staticfire/read/compression';
import { withFileOffsets } from '@staticfire/read/filesystem';
import { parseSbom } from '@staticfire/read/formats/sbom';
import { defineBankCollector } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { isUnreadableEntry, listFolder } from '../evidence/list-folder.ts';
import { RootFiles } from '../evidence/root-files.ts';
import { type Sboms, sboms } from './sboms.schema.ts';

const FOLDER = '/usr/share/bottlerocket';
/** On ext4 roots they are compressed. */
const NAME = /(?:sbom|spdx|cyclonedx|cdx).*\.json(?:\.lz4)?$/;
const MAX_LENGTH = 64 * 1024 * 1024;
const MAX_TOTAL = 256 * 1024 * 1024;
const MAX_SBOMS = 20;
const MAX_PACKAGES = 20_000;

type Sbom = Extract<Sboms['sboms'][number], { readonly path: string }>;
type Package = Extract<Sboms['packages'][number], { readonly name: string }>;

export const collectSboms = defineBankCollector({
  fact: sboms,
  reads: ['bank', 'fileSystem'],
  collect({ bank, fileSystem }, sources): Sboms | undefined {
    const fs = fileSystem('ROOT');
    const found = (fs && listFolder(fs, FOLDER)?.entries)?.filter(({ name }) => name === '' || NAME.test(name)) ?? [];
    if (fs === undefined || found.length === 0) return undefined;
    const files = new RootFiles(fs, bank, sources, MAX_TOTAL);
    const documents = new BoundedList<Sbom>(MAX_SBOMS, 'SBOMs');
    const packages = new BoundedList<Package>(MAX_PACKAGES, 'packages');
    for (const [index, entry] of found.entries()) {
      try {
        if (isUnreadableEntry(entry)) throw entry.error;
        if (index >= MAX_SBOMS) throw new LimitError({ structure: FOLDER, message: `more than ${MAX_SBOMS} SBOMs` });
        const { sbom, elements } = readSbom(files, entry.path);
        documents.add(sbom);
        for (const element of elements) packages.add(element);
      } catch (error) {
        if (!(error instanceof ReadError)) throw error;
        documents.addError(error);
        packages.addError(error);
      }
    }
    return { sboms: documents.elements, packages: packages.elements };
  },
});

function readSbom(files: RootFiles, path: string): { readonly sbom: Sbom; readonly elements: readonly Package[] } {
  const stored = files.read(path, MAX_LENGTH) ?? new Uint8Array();
  const { packages, ...head } = parseSbom(path.endsWith('.lz4') ? inflate(stored, path) : stored, path);
  const elements = packages.map((each) => ({ sbom: path, ...each }));
  return { sbom: { path, ...head, distinctPackages: packages.length }, elements };
}

function inflate(stored: Uint8Array, path: string): Uint8Array {
  const { output, consumed } = withFileOffsets(path, () => inflateLz4Frame(stored, { origin: 0, limit: MAX_LENGTH }));
  if (consumed === stored.length) return output;
  throw new FormatError({ structure: path, message: `${stored.length - consumed} bytes after the last LZ4 frame` });
}
