import type { BootEra, VeritySuperblock, VerityTable, VerityTree } from '@staticfire/collect/facts';
import type { BootChain, BootSecureBoot, VerityChain } from '@staticfire/derive';
import type { BankName, FactsBody } from '@staticfire/facts';
import type { BankText } from '@staticfire/findings';
import { bootChainText } from './boot-chain-text.ts';
import { factOfBank, valueOfBank } from './fact-of-bank.ts';
import { verityText } from './verity-text.ts';

export function bankText(body: FactsBody, bank: BankName): BankText {
  const era = valueOfBank<BootEra>(body, 'boot.era', bank)?.era ?? 'unknown';
  const chain = valueOfBank<BootChain>(body, 'boot.chain', bank);
  const secureBoot = valueOfBank<BootSecureBoot>(body, 'boot.secure-boot', bank);
  const verity = verityText({
    table: factOfBank<VerityTable>(body, 'verity.table', bank),
    superblock: factOfBank<VeritySuperblock>(body, 'verity.superblock', bank),
    tree: factOfBank<VerityTree>(body, 'verity.tree', bank),
    chain: factOfBank<VerityChain>(body, 'verity.chain', bank),
  });
  return {
    bank,
    judged: bank === body.judgedBank,
    ...(era === 'unknown' ? {} : { era }),
    verity,
    ...(chain === undefined ? {} : { chain: bootChainText(chain, secureBoot) }),
  };
}
