import { basename, dirname, join } from 'node:path';
import { nistPage, type PackPages, renderDocs, waiversPage } from '@staticfire/evaluate/authoring';
import type { Pack } from '@staticfire/evaluate/packs';
import { printable } from '@staticfire/report';
import { factOrigins, nist800190, stockWaivers } from '@staticfire/scan';
import { ExitCode } from '../../exit-code.ts';
import { findNamedPacks, loadFiles, loadShippedPacks, shippedFolder } from '../../load-policies.ts';
import { GeneratedPages } from '../../output/generated-pages.ts';

export interface DocsOptions {
  /** Instead of the packs' own folders: a folder for each below it. */
  readonly output?: string;
  /** Write nothing; exit 1 when something would be written. */
  readonly check?: boolean;
}

/** Writes the pages of packs. Throws PackLoadError when a pack is invalid, UsageError when a page that is somebody's own stands in the way. */
export async function docs(folders: readonly string[], { output, check = false }: DocsOptions): Promise<ExitCode> {
  const packs = pagesOf(folders, output);
  const pages = folders.length === 0 ? [...packs, pagesOverPacks(output)] : packs;
  const stale: string[] = [];
  for (const each of pages) stale.push(...(check ? each.stale() : await each.write()));
  for (const path of stale) process.stdout.write(`${check ? 'not what would be written: ' : 'wrote '}${printable(path)}\n`);
  process.stdout.write(`${packs.length} packs, ${stale.length} pages ${check ? 'out of date' : 'changed'}\n`);
  return check && stale.length > 0 ? ExitCode.failed : ExitCode.passed;
}

/** The pages of each pack below the folders, which stand in the packs or below `output`. Throws PackLoadError when a pack is invalid. */
export function pagesOf(folders: readonly string[], output?: string): readonly GeneratedPages[] {
  const { files, isNamed, homeOf } = findNamedPacks(folders);
  const packs = loadFiles(files);
  const targets = new Map(packs.map((pack) => [pack.id, output === undefined ? homeOf(pack) : join(output, pack.id)]));
  const named = packs.filter(isNamed);
  const linked = output === undefined ? packs : named;
  return named.map((pack) => {
    const target = targets.get(pack.id)!;
    return new GeneratedPages(target, renderDocs(pack, { packs, origins: factOrigins }, pagesBeside(target, linked, targets)));
  });
}

/** The pages that stand beside the shipped packs and tell of all of them. */
function pagesOverPacks(output: string | undefined): GeneratedPages {
  const packs = loadShippedPacks();
  const beside = new Map(packs.map(({ id }) => [id, `${id}/`]));
  const texts: [path: string, text: string][] = [
    ['NIST.md', nistPage(packs, nist800190, beside)],
    ['STOCK-WAIVERS.md', waiversPage(packs, stockWaivers, beside)],
  ];
  return new GeneratedPages(output ?? shippedFolder(), new Map(texts));
}

/** Pages of other packs are linked only where they stand beside. */
function pagesBeside(target: string, packs: readonly Pack[], targets: ReadonlyMap<string, string>): PackPages {
  const beside = packs.map(({ id }) => [id, targets.get(id)!] as const).filter(([, other]) => dirname(other) === dirname(target));
  return new Map(beside.map(([id, other]) => [id, `../${basename(other)}/`]));
}
