import type { ClassMaps } from '@staticfire/analyze/selinux/assertions';
import type { FactDeclaration } from '@staticfire/facts';
import { compileRule } from './compile-rule.ts';
import { compileTable } from './compile-table.ts';
import type { ExpressionCompiler } from './expression/expression.ts';
import type { LoadedPack } from './loaded-pack.ts';
import { namesOfRules } from './names-of-rules.ts';
import { describeUnknown } from './nearest-word.ts';
import type { Rule } from './pack.ts';
import type { ExpressionObserver, PackContext } from './pack-context.ts';
import { documentDigest, packDigest } from './pack-digest.ts';
import { type PackDocument, type PackFile, parsePackDocument } from './pack-document.ts';
import { type DocumentKind, documentName } from './pack-layout.ts';
import type { PackProblem } from './pack-problem.ts';
import { readControls } from './read-controls.ts';
import { readLeftOut } from './read-left-out.ts';
import { readParameters } from './read-parameters.ts';
import { readProfile } from './read-profile.ts';
import { validateDocument } from './validate-document.ts';

interface PackHeader {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly requires?: readonly string[];
  readonly classMaps?: ClassMaps;
}

interface NamedDocument {
  readonly kind: DocumentKind;
  readonly name: string;
  readonly document: PackDocument;
}

/** What all packs are loaded with. */
export interface Loading {
  readonly compiler: ExpressionCompiler;
  readonly facts: ReadonlyMap<string, FactDeclaration>;
  readonly problems: PackProblem[];
  readonly observe?: ExpressionObserver | undefined;
}

/** Compiles the files below one `folder`; undefined when its `pack.yaml` does not fit. */
export function loadPack(folder: string, files: readonly PackFile[], loading: Loading): LoadedPack | undefined {
  const { compiler, facts, problems, observe } = loading;
  const parsed = files.flatMap((file) => parsePackDocument(file, problems) ?? []);
  const documents = parsed.flatMap((document) => nameDocument(folder, document, problems));
  const of = (kind: DocumentKind) => documents.filter((each) => each.kind === kind);
  const header = of('header')[0]?.document;
  if (header === undefined) return undefined;
  const { id, version, title, requires = [], classMaps = {} } = header.value as PackHeader;
  const parameters = readParameters(header, compiler, problems);
  const context: PackContext = { packId: id, compiler, facts, parameters, classMaps, problems, observe };
  const rules = compileRules(of('rule'), of('table'), context);
  const controls = of('controls')[0]?.document;
  const leftOut = of('left-out')[0]?.document;
  const ruleNames = new Set(rules.map((rule) => rule.id.slice(id.length + 1)));
  const controlList = controls === undefined ? [] : readControls(controls, problems);
  const profiles = of('profile').map(({ name, document }) => ({ profile: readProfile(id, name, document, controlList, problems), document }));
  const digest = packDigest(parsed.map(({ file, value, checked }) => [file.slice(folder.length + 1), checked?.digest ?? documentDigest(value)]));
  return {
    pack: {
      id,
      version,
      title,
      requires,
      digest,
      parameters,
      types: compiler.types,
      foreign: files.some((file) => file.foreign),
      rules: rules.sort(byId),
      controls: controlList,
      leftOut: leftOut === undefined ? [] : readLeftOut(leftOut, ruleNames, problems),
      profiles: profiles.map(({ profile }) => profile).sort(byId),
      samples: readSamples(of('samples')[0]?.document, facts, problems),
      files: withValues(files, parsed),
    },
    header,
    controls,
    profiles: new Map(profiles.map(({ profile, document }) => [profile.id, document])),
    ruleIds: namesOfRules(id, folder, files, parsed),
  };
}

function nameDocument(folder: string, document: PackDocument, problems: PackProblem[]): readonly NamedDocument[] {
  const path = document.file.slice(folder.length + 1);
  const named = documentName(path);
  if (named !== undefined) {
    const { kind, name, schema } = named;
    return document.checked !== undefined || validateDocument(document, schema, problems) ? [{ kind, name, document }] : [];
  }
  problems.push(document.problem([], 'not a file of a pack', { example: 'rules/area/name.yaml' }));
  return [];
}

function compileRules(rules: readonly NamedDocument[], tables: readonly NamedDocument[], context: PackContext): Rule[] {
  const areas = new Set(rules.map(({ name }) => name.split('/')[0]));
  for (const { name, document } of tables) {
    if (areas.has(name)) context.problems.push(document.problem([], `there is an area of rules called ${name}; name the table otherwise`));
  }
  return [
    ...rules.flatMap(({ name, document }) => compileRule(`${context.packId}:${name}`, document, context) ?? []),
    ...tables.flatMap(({ name, document }) => compileTable(name, document, context)),
  ];
}

function readSamples(document: PackDocument | undefined, facts: ReadonlyMap<string, FactDeclaration>, problems: PackProblem[]): ReadonlyMap<string, unknown> {
  const samples = new Map(Object.entries((document?.value ?? {}) as Record<string, unknown>));
  for (const name of samples.keys()) if (!facts.has(name)) problems.push(document!.problem([name], describeUnknown('fact', name, facts.keys())));
  return samples;
}

/** So that a worker need not parse them again. */
function withValues(files: readonly PackFile[], parsed: readonly PackDocument[]): readonly PackFile[] {
  const values = new Map(parsed.map(({ file, value }) => [file, value]));
  return files.map((file) => ({ ...file, value: values.get(file.path) }));
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
