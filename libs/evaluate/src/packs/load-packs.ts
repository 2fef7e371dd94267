import type { FactDeclaration } from '@staticfire/facts';
import { compileRule } from './compile-rule.ts';
import { ExpressionCompiler } from './expression/expression.ts';
import type { Pack, Rule } from './pack.ts';
import { type PackDocument, type PackFile, parsePackDocument } from './pack-document.ts';
import { PackLoadError, type PackProblem } from './pack-problem.ts';
import { packSchema, ruleSchema } from './pack-schemas.ts';
import { validateDocument } from './validate-document.ts';

interface PackHeader {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly requires?: readonly string[];
}

/**
 * Loads packs from their files: `…/<pack>/pack.yaml`, `…/<pack>/samples.yaml`, `…/<pack>/rules/<area>/<name>.yaml`.
 * Everything that is wrong in any of them is thrown together as a PackLoadError.
 */
export function loadPacks(files: readonly PackFile[], catalogue: readonly FactDeclaration[]): readonly Pack[] {
  const problems: PackProblem[] = [];
  const compiler = new ExpressionCompiler(catalogue);
  const facts = new Map(catalogue.map((fact) => [fact.name, fact]));
  const packs: Pack[] = [];
  for (const [folder, group] of groupByPack(files, problems)) {
    const pack = loadPack(folder, group, compiler, facts, problems);
    if (pack === undefined) continue;
    if (packs.some(({ id }) => id === pack.id)) problems.push({ file: `${folder}/pack.yaml`, line: 1, column: 1, message: `there is another pack ${pack.id}` });
    packs.push(pack);
  }
  if (packs.length === 0 && problems.length === 0) problems.push({ file: 'policies', line: 1, column: 1, message: 'there is no pack' });
  if (problems.length > 0) throw new PackLoadError(problems.sort(byPlace));
  return packs.sort((a, b) => compareText(a.id, b.id));
}

/** By the folder that holds `pack.yaml`. */
function groupByPack(files: readonly PackFile[], problems: PackProblem[]): Map<string, PackFile[]> {
  const folders = files.filter(({ path }) => path.endsWith('/pack.yaml')).map(({ path }) => path.slice(0, -'/pack.yaml'.length));
  const groups = new Map<string, PackFile[]>(folders.map((folder) => [folder, []]));
  for (const file of files) {
    const folder = folders.find((candidate) => file.path.startsWith(`${candidate}/`));
    if (folder === undefined) problems.push({ file: file.path, line: 1, column: 1, message: 'no pack.yaml in a folder above' });
    else groups.get(folder)!.push(file);
  }
  return groups;
}

function loadPack(
  folder: string,
  files: readonly PackFile[],
  compiler: ExpressionCompiler,
  facts: ReadonlyMap<string, FactDeclaration>,
  problems: PackProblem[],
): Pack | undefined {
  let header: PackHeader | undefined;
  let samples: ReadonlyMap<string, unknown> = new Map();
  const rules: { name: string; document: PackDocument }[] = [];
  for (const file of files) {
    const document = parsePackDocument(file, problems);
    const name = file.path.slice(folder.length + 1);
    const rule = /^rules\/([a-z0-9-]+\/[a-z0-9-]+)\.yaml$/.exec(name);
    if (document === undefined) continue;
    if (name === 'pack.yaml') header = validateDocument(document, packSchema, problems) ? (document.value as PackHeader) : undefined;
    else if (name === 'samples.yaml') samples = readSamples(document, facts, problems);
    else if (rule === null) problems.push(document.problem([], 'not a file of a pack', { example: 'rules/area/name.yaml' }));
    else if (validateDocument(document, ruleSchema, problems)) rules.push({ name: rule[1]!, document });
  }
  if (header === undefined) return undefined;
  const { id, version, title } = header;
  const compiled = rules.flatMap(({ name, document }): readonly Rule[] => {
    const rule = compileRule(`${id}:${name}`, document, compiler, facts, problems);
    return rule === undefined ? [] : [rule];
  });
  return { id, version, title, rules: compiled.sort((a, b) => compareText(a.id, b.id)), samples, types: compiler.types };
}

function readSamples(document: PackDocument, facts: ReadonlyMap<string, FactDeclaration>, problems: PackProblem[]): ReadonlyMap<string, unknown> {
  const samples = new Map(Object.entries((document.value ?? {}) as Record<string, unknown>));
  for (const name of samples.keys()) if (!facts.has(name)) problems.push(document.problem([name], `there is no fact ${name}`));
  return samples;
}

function byPlace(a: PackProblem, b: PackProblem): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
