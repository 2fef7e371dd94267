import { stat, truncate, writeFile } from 'node:fs/promises';
import { runTool } from './run-tool.ts';

const BLOCK = 4096;
const MIB = 1024 * 1024;

export interface VerityRecipe {
  readonly salt: string;
  readonly uuid: string;
  /** Blocks at the end of the root filesystem left out of the tree; 0 in every honest image. */
  readonly uncoveredBlocks: number;
}

/** The words of dm-mod.create's verity table (anatomy 4.1). */
export interface VerityTable {
  readonly sectors: number;
  readonly dataDevice: string;
  readonly hashDevice: string;
  readonly dataBlocks: number;
  readonly rootHash: string;
  readonly salt: string;
  readonly options: readonly string[];
}

/** Writes the HASH partition of `rootPath` to `hashPath`, padded to the partition, and returns the table that activates it. */
export async function buildVerity(recipe: VerityRecipe, rootPath: string, hashPath: string, sizeMib: number): Promise<VerityTable> {
  const dataBlocks = (await stat(rootPath)).size / BLOCK - recipe.uncoveredBlocks;
  await writeFile(hashPath, '');
  await truncate(hashPath, sizeMib * MIB);
  const { stdout } = await runTool('veritysetup', [...formatArguments(recipe, dataBlocks), rootPath, hashPath]);
  const rootHash = /Root hash:\s+([0-9a-f]{64})/.exec(stdout)?.[1];
  if (rootHash === undefined) throw new Error(`veritysetup printed no root hash:\n${stdout}`);
  return tableFor(dataBlocks, rootHash, recipe.salt);
}

function formatArguments(recipe: VerityRecipe, dataBlocks: number): string[] {
  const sizes = [`--data-block-size=${BLOCK}`, `--hash-block-size=${BLOCK}`, `--data-blocks=${dataBlocks}`];
  return ['format', '--format=1', '--hash=sha256', ...sizes, `--salt=${recipe.salt}`, `--uuid=${recipe.uuid}`];
}

function tableFor(dataBlocks: number, rootHash: string, salt: string): VerityTable {
  const devices = { dataDevice: 'PARTUUID=$boot_uuid/PARTNROFF=1', hashDevice: 'PARTUUID=$boot_uuid/PARTNROFF=2' };
  return { sectors: dataBlocks * 8, ...devices, dataBlocks, rootHash, salt, options: ['restart_on_corruption', 'ignore_zero_blocks'] };
}

/** The value of the GRUB variable dm_verity_root. */
export function renderTable(table: VerityTable): string {
  return [
    ...['root,,,ro,0', table.sectors, 'verity', 1, table.dataDevice, table.hashDevice, BLOCK, BLOCK, table.dataBlocks, 1],
    ...['sha256', table.rootHash, table.salt, table.options.length, ...table.options],
  ].join(' ');
}
