import { createHash } from 'node:crypto';
import { readBytes } from '@staticfire/read/block-source';
import { readVeritySuperblock } from '@staticfire/read/formats/dm-verity';
import { defineBankCollector } from '../collector.ts';
import { type VeritySuperblock, veritySuperblock } from './verity-superblock.schema.ts';

const LENGTH = 512;

export const collectVeritySuperblock = defineBankCollector({
  fact: veritySuperblock,
  reads: ['bank', 'partition'],
  collect({ bank, partition }, sources): VeritySuperblock | undefined {
    const hash = partition('HASH');
    if (hash === undefined) return undefined;
    const sha256 = createHash('sha256')
      .update(readBytes(hash.source, 0, LENGTH))
      .digest('hex');
    sources.add({ bank, partition: 'HASH', offset: 0, length: LENGTH, sha256 });
    const found = readVeritySuperblock(hash.source);
    if (found === undefined) return undefined;
    const { version, hashType, uuid, algorithm, dataBlockSize, hashBlockSize, dataBlocks, salt } = found;
    return { version, hashType, uuid, algorithm, dataBlockSize, hashBlockSize, dataBlocks, salt: Buffer.from(salt).toString('hex') };
  },
});
