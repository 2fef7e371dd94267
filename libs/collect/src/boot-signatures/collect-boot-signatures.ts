import type { Unreadable } from '@staticfire/facts';
import { withFileOffsets } from '@staticfire/read/filesystem';
import { defineBankCollector } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { findBootPrograms } from './boot-programs.ts';
import { type BootSignatures, bootSignatures } from './boot-signatures.schema.ts';
import { describeAuthenticode } from './describe-authenticode.ts';

type Authenticode = Exclude<BootSignatures['authenticode'][number], Unreadable>;

const MAX_LISTED = 200;

export const collectBootSignatures = defineBankCollector({
  fact: bootSignatures,
  reads: ['bank', 'partition', 'fileSystem'],
  collect({ bank, partition, fileSystem }, sources): BootSignatures | undefined {
    if (partition('EFI') === undefined && partition('BOOT') === undefined) return undefined;
    const { programs, anchors } = findBootPrograms({ bank, partition, fileSystem }, sources);
    const authenticode = new BoundedList<Authenticode>(MAX_LISTED, 'signatures of programs on the ESP and BOOT');
    for (const program of programs) {
      const entries = '$unreadable' in program ? [program] : withFileOffsets(program.path, () => describeAuthenticode(program, anchors));
      if (!entries.every((each) => authenticode.add(each))) break;
    }
    return { authenticode: authenticode.elements };
  },
});
