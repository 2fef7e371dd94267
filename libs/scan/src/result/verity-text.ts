import type { VeritySuperblock, VerityTable, VerityTree } from '@staticfire/collect/facts';
import type { VerityChain } from '@staticfire/derive';
import type { Fact } from '@staticfire/facts';
import type { VerityText } from '@staticfire/findings';
import { verityProblems } from './verity-problems.ts';

/** What is known of the dm-verity of one bank; undefined: the document does not have the fact. */
export interface VerityFacts {
  readonly table: Fact<VerityTable> | undefined;
  readonly superblock: Fact<VeritySuperblock> | undefined;
  readonly tree: Fact<VerityTree> | undefined;
  readonly chain: Fact<VerityChain> | undefined;
}

/**
 * Verified only when nothing is left open: all four facts are there, the tree was recomputed with the parameters of the table over every
 * block that the table covers, and all that was compared agrees. One disagreement makes it broken, also beside something unreadable.
 */
export function verityText(facts: VerityFacts): VerityText {
  if (facts.table?.state === 'absent' && facts.superblock?.state === 'absent') return { state: 'absent', problems: [] };
  const { disagreements, open } = verityProblems(facts);
  const problems = [...new Set([...disagreements, ...open])];
  const verified = problems.length === 0 && isVerified(facts);
  const state = verified ? 'verified' : disagreements.length > 0 ? 'broken' : 'unreadable';
  return { state, ...parametersOf(facts), problems: verified || problems.length > 0 ? problems : ['it could not be told whether everything agrees'] };
}

/** The same from the other side: what has to be so, and not what must not. */
function isVerified({ table, superblock, tree, chain }: VerityFacts): boolean {
  if (table?.state !== 'present' || superblock?.state !== 'present' || tree?.state !== 'present' || chain?.state !== 'present') return false;
  const { disagreements, ...compared } = chain.value;
  const { parameters, rootHash, dataBlocks, matchesStored, damagedCount, damagedBlocks } = tree.value;
  const hashed = parameters === 'table' && dataBlocks === table.value.dataBlocks && dataBlocks > 0;
  const undamaged = matchesStored && damagedCount === 0 && damagedBlocks.length === 0;
  const agrees = disagreements.length === 0 && Object.values(compared).every((each) => each === true);
  return hashed && undamaged && agrees && rootHash !== '' && rootHash === table.value.rootHash;
}

/** Of the table, which the kernel goes by; else of the superblock. */
function parametersOf({ table, superblock, tree }: VerityFacts): Partial<VerityText> {
  const asked = table?.state === 'present' ? table.value : undefined;
  const parameters = asked ?? (superblock?.state === 'present' ? superblock.value : undefined);
  return {
    ...(parameters === undefined ? {} : { algorithm: parameters.algorithm }),
    ...(asked === undefined ? {} : { rootHash: asked.rootHash }),
    ...(tree?.state === 'present' ? { computedRootHash: tree.value.rootHash } : {}),
    ...(parameters === undefined ? {} : { salt: parameters.salt, dataLength: parameters.dataBlocks * parameters.dataBlockSize }),
  };
}
