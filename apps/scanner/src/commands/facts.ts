import { canonicalJson, type Fact, type FactsDocument } from '@staticfire/facts';
import { printable } from '@staticfire/report';
import { collectFacts, type Reader } from '@staticfire/scan';
import { endsAsArtifact } from '@staticfire/scan/input';
import { factCatalogue } from '@staticfire/scan/judge';
import { UsageError } from '../failure.ts';
import { renderFact, renderList } from '../output/render-facts.ts';
import { TOOL } from '../tool.ts';
import { type ImageOptions, planImage } from './plan-image.ts';
import { readFactsFile } from './read-facts-file.ts';
import { readUserData, refuseBesideFacts } from './read-user-data.ts';
import { startsAsJson } from './starts-as-json.ts';

export interface FactsOptions extends ImageOptions {
  readonly format: 'text' | 'json';
  readonly userData?: string;
  readonly reader: Reader;
}

/** Lists the facts of an image (or of a facts document), or shows one of them in every bank, with its sources; what user data make of it comes after. */
export async function showFacts(words: readonly string[], options: FactsOptions): Promise<void> {
  const { paths, name } = splitWords(words);
  if (name !== undefined && !factCatalogue.some((fact) => fact.name === name)) {
    throw new UsageError(`there is no fact ${name}; there are ${factCatalogue.map((fact) => fact.name).join(', ')}`);
  }
  const document = await readDocument(paths, options);
  if (options.format === 'json') process.stdout.write(canonicalJson(listFacts(document, name)));
  else process.stdout.write(name === undefined ? renderList(document) : renderNamed(document, name));
}

/** Of several words the last is a fact's, unless it can be a file of an image. */
function splitWords(words: readonly string[]): { readonly paths: readonly string[]; readonly name?: string } {
  const name = words.at(-1)!;
  return words.length === 1 || endsAsArtifact(name) ? { paths: words } : { paths: words.slice(0, -1), name };
}

async function readDocument(paths: readonly string[], options: FactsOptions): Promise<FactsDocument> {
  const [path = '', ...more] = paths;
  const { userData, reader, dataDisk } = options;
  if (more.length > 0 || dataDisk !== undefined || !startsAsJson(path)) {
    return collectFacts({ ...planImage(paths, options), tool: TOOL, userData: await readUserData(userData), reader });
  }
  refuseBesideFacts(userData);
  return readFactsFile(path);
}

/** Facts of the image, then those that user data change: these name the file. */
function listFacts({ body }: FactsDocument, name: string | undefined): readonly (Fact & { readonly withUserData?: string })[] {
  const { facts: changed = [], path = '' } = body.userData ?? {};
  const facts = [...body.facts, ...changed.map((fact) => ({ ...fact, withUserData: path }))];
  return name === undefined ? facts : facts.filter((fact) => fact.name === name);
}

function renderNamed({ body }: FactsDocument, name: string): string {
  const ofName = (facts: readonly Fact[]) => facts.filter((fact) => fact.name === name).map(renderFact);
  const blocks = ofName(body.facts);
  if (body.userData === undefined) return blocks.join('\n');
  const changed = ofName(body.userData.facts);
  const heading = `with user data ${printable(body.userData.path)}`;
  return [...blocks, ...(changed.length === 0 ? [`${heading}: the same\n`] : [`${heading}\n`, ...changed])].join('\n');
}
