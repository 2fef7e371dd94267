import type { Unreadable } from '@staticfire/facts';
import { withFileOffsets } from '@staticfire/read/filesystem';
import { defineBankCollector } from '../collector.ts';
import { attemptElements } from '../evidence/attempt-reading.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { ReadBudget } from '../runner/read-budget.ts';
import { type BootFile, type BootPrograms, findBootPrograms } from './boot-programs.ts';
import { type BootSignatures, bootSignatures } from './boot-signatures.schema.ts';
import { describeAuthenticode } from './describe-authenticode.ts';
import { carriedKeys, describeKey, describeOpenPgp, type KeyRing, signedFile } from './describe-openpgp.ts';

type Listed<K extends keyof BootSignatures> = Exclude<BootSignatures[K][number], Unreadable>;

const MAX_AUTHENTICODE = 200;
const MAX_OPENPGP = 100;

export const collectBootSignatures = defineBankCollector({
  fact: bootSignatures,
  reads: ['bank', 'partition', 'fileSystem'],
  collect({ bank, partition, fileSystem }, sources): BootSignatures | undefined {
    if (partition('EFI') === undefined && partition('BOOT') === undefined) return undefined;
    const found = findBootPrograms({ bank, partition, fileSystem }, sources);
    const keys = found.programs.flatMap((each) => ('pe' in each ? attemptElements(() => withFileOffsets(each.path, () => carriedKeys(each))) : [each]));
    return { authenticode: listAuthenticode(found), openpgp: listOpenPgp(found, keys), openpgpKeys: listKeys(keys) };
  },
});

function listAuthenticode({ programs, anchors }: BootPrograms): BootSignatures['authenticode'] {
  const listed = new BoundedList<Listed<'authenticode'>>(MAX_AUTHENTICODE, 'signatures of programs on the ESP and BOOT');
  for (const program of programs) {
    const entries = 'pe' in program ? withFileOffsets(program.path, () => describeAuthenticode(program, anchors)) : [program];
    if (!entries.every((each) => listed.add(each))) break;
  }
  return listed.elements;
}

function listOpenPgp({ files, length }: BootPrograms, keys: KeyRing['keys']): BootSignatures['openpgp'] {
  const listed = new BoundedList<Listed<'openpgp'>>(MAX_OPENPGP, 'detached signatures on the ESP and BOOT');
  const ring = { keys, budget: new ReadBudget(length) };
  for (const file of files) if (!signaturesIn(file, files, ring).every((each) => listed.add(each))) break;
  return listed.elements;
}

/** A file that cannot be read may be one, or what it is of. */
function signaturesIn(file: BootFile | Unreadable, files: BootPrograms['files'], ring: KeyRing): BootSignatures['openpgp'] {
  if (!('content' in file)) return [file];
  const signs = signedFile(file, files);
  return signs === undefined ? [] : attemptElements(() => withFileOffsets(file.path, () => describeOpenPgp(file, signs, ring)));
}

/** A program that cannot be read may have had some. */
function listKeys(keys: KeyRing['keys']): BootSignatures['openpgpKeys'] {
  const listed = new BoundedList<Listed<'openpgpKeys'>>(MAX_OPENPGP, 'OpenPGP keys in programs');
  for (const each of keys) if (!listed.add('$unreadable' in each ? each : describeKey(each))) break;
  return listed.elements;
}
