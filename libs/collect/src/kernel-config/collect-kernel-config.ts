import { createHash } from 'node:crypto';
import { isUnreadable, type Unreadable } from '@staticfire/facts';
import { LimitError } from '@staticfire/read/bytes';
import { lookup } from '@staticfire/read/filesystem';
import { type KernelConfig, parseKernelConfig } from '@staticfire/read/formats/kernel-config';
import { defineBankCollector, type SourceLog } from '../collector.ts';
import { attemptElements } from '../evidence/attempt-reading.ts';
import type { BankEvidence } from '../evidence/bank-evidence.ts';
import { isUnreadableEntry, listFolder } from '../evidence/list-folder.ts';
import { readTextFile } from '../evidence/read-text-file.ts';
import { compareOptions } from './compare-options.ts';
import { type KernelConfigFact, kernelConfig } from './kernel-config.schema.ts';

type Place = KernelConfigFact['differences'][number]['place'];
type Evidence = Pick<BankEvidence, 'bank' | 'bootPath' | 'fileSystem' | 'kernelFile'>;
interface Copy {
  readonly place: Place;
  readonly path: string;
  readonly text: string;
  readonly config: KernelConfig;
}

const BOOT_PATH = '/config';
const DEVEL_FOLDER = '/usr/share/bottlerocket/kernel-devel';
/** Folders with one folder a kernel, and the copy in each. Bottlerocket has the first one; the others are where Linux distributions have theirs. */
const FOLDERS = [
  { place: 'kernel-devel', folder: DEVEL_FOLDER, file: '.config' },
  { place: 'modules', folder: '/usr/lib/modules', file: 'config' },
  { place: 'kernel-sources', folder: '/usr/src/kernels', file: '.config' },
] as const;
const MAX_COPIES = 50;
const MAX_LENGTH = 4 * 1024 * 1024;
const MAX_DIFFERENCES = 1000;

export const collectKernelConfig = defineBankCollector({
  fact: kernelConfig,
  reads: ['bank', 'bootPath', 'fileSystem', 'kernelFile'],
  collect(evidence, sources): KernelConfigFact | undefined {
    const embedded = attemptElements(() => readEmbedded(evidence, sources));
    const archives = attemptElements(() => findArchives(evidence));
    const others = [
      attemptElements(() => readBootCopy(evidence, sources)),
      ...FOLDERS.map((each) => attemptElements(() => readCopies(evidence, each, sources))),
      archives.filter(isUnreadable),
    ];
    const found = distinct([embedded, ...others].flat());
    const notRead = archives.filter((each) => 'path' in each);
    if (found.length + notRead.length === 0) return undefined;
    const copies = found.filter((each) => 'config' in each);
    const differences = compareWithFirst(copies);
    return {
      copies: found.map((each) => ('config' in each ? describe(each) : each)),
      notRead,
      agree: differences.length === 0,
      differences: differences.slice(0, MAX_DIFFERENCES),
      options: [...embedded.filter((each) => '$unreadable' in each), ...optionsOf(copies[0])],
    };
  },
});

function optionsOf(copy: Copy | undefined) {
  return (copy?.config.options ?? []).map(({ name, value, line }) => ({ name, value, line }));
}

/** A damaged ROOT is one failure, whatever it was asked for. */
function distinct(found: readonly (Copy | Unreadable)[]): readonly (Copy | Unreadable)[] {
  return [...new Map(found.map((each) => ['config' in each ? each : JSON.stringify(each), each])).values()];
}

function readEmbedded({ kernelFile }: Evidence, sources: SourceLog): Copy[] {
  const file = kernelFile(sources);
  const text = file?.image().config?.text;
  return file === undefined || text === undefined ? [] : [parse('IKCONFIG', file.path, text)];
}

function readBootCopy({ bank, bootPath, fileSystem }: Evidence, sources: SourceLog): Copy[] {
  const fs = bootPath()?.kind === 'grub' ? fileSystem('BOOT') : undefined;
  const file = readTextFile({ fs, bank, partition: 'BOOT' }, BOOT_PATH, MAX_LENGTH, sources);
  return file === undefined ? [] : [parse('BOOT', BOOT_PATH, file.text)];
}

function readCopies({ bank, fileSystem }: Evidence, { place, folder, file }: (typeof FOLDERS)[number], sources: SourceLog): Copy[] {
  const fs = fileSystem('ROOT');
  const entries = fs === undefined ? [] : (listFolder(fs, folder)?.entries ?? []);
  if (entries.length > MAX_COPIES) throw new LimitError({ structure: folder, field: 'names', found: entries.length, expected: `at most ${MAX_COPIES}` });
  return entries.flatMap((entry) => {
    if (isUnreadableEntry(entry)) throw entry.error;
    const read = entry.stat.type === 'directory' ? readTextFile({ fs, bank, partition: 'ROOT' }, `${entry.path}/${file}`, MAX_LENGTH, sources) : undefined;
    return read === undefined ? [] : [parse(place, read.path, read.text)];
  });
}

/** Images with an ext4 root keep the tree in an archive. */
function findArchives({ fileSystem }: Evidence): KernelConfigFact['notRead'] {
  const path = `${DEVEL_FOLDER}.squashfs`;
  const fs = fileSystem('ROOT');
  return fs === undefined || lookup(fs, path) === undefined ? [] : [{ path, why: 'it is inside a squashfs archive' }];
}

function parse(place: Place, path: string, text: string): Copy {
  return { place, path, text, config: parseKernelConfig(text, { path: place === 'IKCONFIG' ? `IKCONFIG in ${path}` : path }) };
}

function describe({ place, path, text, config }: Copy) {
  const { architecture, version, options } = config;
  return {
    place,
    path,
    sha256: createHash('sha256').update(text).digest('hex'),
    ...(architecture === undefined ? {} : { architecture }),
    ...(version === undefined ? {} : { version }),
    options: options.length,
  };
}

function compareWithFirst([first, ...others]: readonly Copy[]): KernelConfigFact['differences'][number][] {
  if (first === undefined) return [];
  return others.flatMap(({ place, config }) => compareOptions(first.config, config).map(({ name, ...values }) => ({ name, place, ...values })));
}
