import type { VerityTable, VerityTree } from '@staticfire/collect/facts';
import type { VerityChain } from '@staticfire/derive';
import type { VerityFacts } from './verity-text.ts';

export interface VerityProblems {
  /** What was read and does not agree. */
  readonly disagreements: readonly string[];
  /** What could not be read or told. */
  readonly open: readonly string[];
}

type Compared = Exclude<keyof VerityChain, 'disagreements'>;

const DISAGREEMENTS: Readonly<Record<Compared, string>> = {
  rootHashMatches: 'the data of ROOT give another root hash than the command line asks for',
  superblockAgrees: 'superblock and table do not have the same parameters',
  coversFilesystem: 'the tree does not cover the whole filesystem on ROOT',
  fitsPartitions: 'the tree reaches over the end of its partition',
  sectorsMatchBlocks: 'the table maps another length than the tree covers',
  devicesMatch: 'the table does not lead to ROOT and HASH of this bank',
};
const NAMES = { table: 'verity.table', superblock: 'verity.superblock', tree: 'verity.tree', chain: 'verity.chain' } as const;
const ABSENT = {
  table: 'the command line has no table for dm-verity',
  superblock: 'HASH has no superblock',
  tree: 'there is no pair of ROOT and HASH to compare',
} as const;

/** Why the dm-verity of a bank is not verified, in words. */
export function verityProblems(facts: VerityFacts): VerityProblems {
  const { table, tree, chain } = facts;
  const [askedFor, computed] = [table?.state === 'present' ? table.value : undefined, tree?.state === 'present' ? tree.value : undefined];
  return {
    disagreements: [
      ...missing(facts),
      ...(computed === undefined ? [] : treeProblems(computed, askedFor)),
      ...(chain?.state === 'present' ? chainProblems(chain.value) : []),
    ],
    open: [...unread(facts), ...(computed === undefined ? [] : unhashed(computed, askedFor))],
  };
}

function missing(facts: VerityFacts): string[] {
  return (['table', 'superblock', 'tree'] as const).flatMap((name) => (facts[name]?.state === 'absent' ? [ABSENT[name]] : []));
}

function treeProblems({ rootHash, matchesStored, damagedCount, damagedBlocks }: VerityTree, table: VerityTable | undefined): string[] {
  const [first] = damagedBlocks;
  const where = first === undefined ? '' : `, the first is block ${first.blockNumber} of ${first.area === 'data' ? 'ROOT' : 'HASH'}: ${first.owner}`;
  const count = Math.max(damagedCount, damagedBlocks.length);
  return [
    ...(table === undefined || table.rootHash === rootHash ? [] : [DISAGREEMENTS.rootHashMatches]),
    ...(matchesStored ? [] : ['the tree stored on HASH is not the one that the data of ROOT give']),
    ...(count === 0 ? [] : [`${count} ${count === 1 ? 'block is' : 'blocks are'} damaged${where}`]),
  ];
}

function chainProblems({ disagreements, ...compared }: VerityChain): string[] {
  const named = disagreements.map(({ parameter, table, superblock }) => `${parameter} is ${table} in the table and ${superblock} in the superblock`);
  const wrong = (Object.keys(DISAGREEMENTS) as Compared[]).filter((name) => !compared[name] && !(name === 'superblockAgrees' && named.length > 0));
  return [...wrong.map((name) => DISAGREEMENTS[name]), ...named];
}

function unread(facts: VerityFacts): string[] {
  const names = ['table', 'superblock', 'tree', 'chain'] as const;
  const causes = names.flatMap((name) => {
    const fact = facts[name];
    if (fact === undefined) return [`the facts have no ${NAMES[name]}`];
    return fact.state === 'unreadable' ? [fact.error.message] : [];
  });
  const compared = names.slice(0, 3).every((name) => facts[name as keyof VerityFacts]?.state === 'present');
  return compared && facts.chain?.state === 'absent' ? [...causes, 'it is not known how long the filesystem on ROOT is'] : causes;
}

function unhashed({ parameters, dataBlocks }: VerityTree, table: VerityTable | undefined): string[] {
  if (table === undefined) return [];
  return [
    ...(parameters === 'table' ? [] : ['the tree was computed by the superblock and not by the table']),
    ...(dataBlocks === table.dataBlocks && dataBlocks > 0 ? [] : [`${dataBlocks} of ${table.dataBlocks} blocks were hashed`]),
  ];
}
