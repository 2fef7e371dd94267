import { canonicalJson, type Fact, type FactsDocument } from '@staticfire/facts';
import { printable } from '@staticfire/report';
import { collectFacts, factCatalogue } from '@staticfire/scan';
import { UsageError } from '../failure.ts';
import { TOOL } from '../tool.ts';
import { readFactsFile } from './read-facts-file.ts';
import { startsAsJson } from './starts-as-json.ts';

/** Lists the facts of an image (or of a facts document), or shows one of them in every bank, with its sources. */
export async function showFacts(path: string, name: string | undefined, options: { readonly format: 'text' | 'json' }): Promise<void> {
  if (name !== undefined && !factCatalogue.some((fact) => fact.name === name)) {
    throw new UsageError(`there is no fact ${name}; there are ${factCatalogue.map((fact) => fact.name).join(', ')}`);
  }
  const document = startsAsJson(path) ? readFactsFile(path) : await collectFacts({ path, tool: TOOL });
  const facts = name === undefined ? document.body.facts : document.body.facts.filter((fact) => fact.name === name);
  if (options.format === 'json') process.stdout.write(canonicalJson(facts));
  else process.stdout.write(name === undefined ? renderList(document) : facts.map(renderFact).join('\n'));
}

function renderList({ body }: FactsDocument): string {
  const width = Math.max(4, ...body.facts.map(({ name }) => name.length));
  const lines = body.facts.map((fact) => {
    const summary = factCatalogue.find(({ name }) => name === fact.name)?.summary ?? '';
    return `${fact.name.padEnd(width)} ${(fact.bank ?? '-').padEnd(4)} ${fact.state.padEnd(10)} ${fact.state === 'unreadable' ? printable(fact.error.message) : summary}`;
  });
  return [`${'FACT'.padEnd(width)} BANK STATE      SUMMARY`, ...lines, `judged bank: ${body.judgedBank ?? 'none, no bank can boot'}`, ''].join('\n');
}

function renderFact(fact: Fact): string {
  const bank = fact.bank === undefined ? '' : ` (bank ${fact.bank})`;
  const lines = [`${fact.name}${bank}: ${fact.state}`];
  if (fact.state === 'present') lines.push(...renderValue(fact.value, '  '));
  if (fact.state === 'unreadable') lines.push(`  ${printable(fact.error.message)}`);
  for (const { partition, bank: of, path, offset, length, sha256 } of fact.sources) {
    const place = [partition, of].filter((part) => part !== undefined).join('-');
    lines.push(`  from ${place}${path === undefined ? '' : ` ${printable(path)}`} bytes ${offset}+${length}${sha256 === undefined ? '' : ` sha256 ${sha256}`}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Values as an indented outline; strings from the image escaped. */
function renderValue(value: unknown, indent: string): string[] {
  if (typeof value !== 'object' || value === null) return [`${indent}${scalar(value)}`];
  const entries: [string, unknown][] = Array.isArray(value) ? value.map((item) => ['-', item]) : Object.entries(value).map(([key, item]) => [`${key}:`, item]);
  if (entries.length === 0) return [`${indent}(none)`];
  return entries.flatMap(([key, item]) => {
    if (typeof item !== 'object' || item === null) return [`${indent}${key} ${scalar(item)}`];
    return [`${indent}${key}`, ...renderValue(item, `${indent}  `)];
  });
}

function scalar(value: unknown): string {
  return typeof value === 'string' ? printable(value === '' ? '""' : value, 2000) : String(value);
}
