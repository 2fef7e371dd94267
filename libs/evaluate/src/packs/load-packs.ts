import type { FactDeclaration } from '@staticfire/facts';
import { ExpressionCompiler } from './expression/expression.ts';
import { type Loading, loadPack } from './load-pack.ts';
import type { LoadedPack } from './loaded-pack.ts';
import type { Pack } from './pack.ts';
import type { ExpressionObserver } from './pack-context.ts';
import type { PackFile } from './pack-document.ts';
import { PackLoadError, type PackProblem } from './pack-problem.ts';
import { inheritSamples, resolvePacks } from './resolve-packs.ts';
import { violationRecord } from './selinux-statement.ts';

/**
 * Loads packs from their files: below the folder of each `pack.yaml`, `rules/<area>/<name>.yaml`, `tables/<name>.yaml`,
 * `profiles/<name>.yaml`, `controls.yaml`, `samples.yaml`. Everything that is wrong in any of them is thrown together as a PackLoadError.
 */
export function loadPacks(files: readonly PackFile[], catalogue: readonly FactDeclaration[], observe?: ExpressionObserver): readonly Pack[] {
  const problems: PackProblem[] = [];
  const packs = collectPacks(files, catalogue, problems, observe);
  if (problems.length > 0) throw new PackLoadError(problems);
  return packs;
}

/** The packs that could be loaded, sorted by id; what is wrong goes to `problems`. */
export function collectPacks(
  files: readonly PackFile[],
  catalogue: readonly FactDeclaration[],
  problems: PackProblem[],
  observe?: ExpressionObserver,
): readonly Pack[] {
  const compiler = new ExpressionCompiler(catalogue);
  compiler.declareRecord(violationRecord);
  const loading: Loading = { compiler, facts: new Map(catalogue.map((fact) => [fact.name, fact])), problems, observe };
  const before = problems.length;
  const loaded: LoadedPack[] = [];
  for (const [folder, group] of groupByPack(refuseOtherNames(files, problems), problems)) {
    const each = loadPack(folder, group, loading);
    if (each === undefined) continue;
    if (loaded.some(({ pack }) => pack.id === each.pack.id)) problems.push(each.header.problem(['id'], `there is another pack ${each.pack.id}`));
    else loaded.push(each);
  }
  resolvePacks(loaded, problems);
  if (loaded.length === 0 && problems.length === before) problems.push({ file: 'policies', line: 1, column: 1, message: 'there is no pack' });
  return loaded.map((each) => ({ ...each.pack, samples: inheritSamples(each, loaded) })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A file that ends otherwise would be left out, and its rules with it, unnoticed. */
function refuseOtherNames(files: readonly PackFile[], problems: PackProblem[]): readonly PackFile[] {
  const others = files.filter(({ path }) => !path.endsWith('.yaml'));
  for (const { path } of others) {
    const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '.yaml');
    problems.push({ file: path, line: 1, column: 1, message: `files of packs end in .yaml: name it ${name}` });
  }
  return files.filter((file) => !others.includes(file));
}

/** By the folder that holds `pack.yaml`; a pack in a folder of another's is its own. */
function groupByPack(files: readonly PackFile[], problems: PackProblem[]): Map<string, PackFile[]> {
  const folders = files.filter(({ path }) => path.endsWith('/pack.yaml')).map(({ path }) => path.slice(0, -'/pack.yaml'.length));
  const groups = new Map<string, PackFile[]>(folders.map((folder) => [folder, []]));
  for (const file of files) {
    const above = folders.filter((folder) => file.path.startsWith(`${folder}/`));
    const nearest = above.reduce<string | undefined>((best, folder) => (best === undefined || folder.length > best.length ? folder : best), undefined);
    if (nearest === undefined) problems.push({ file: file.path, line: 1, column: 1, message: 'no pack.yaml in a folder above' });
    else groups.get(nearest)!.push(file);
  }
  return groups;
}
