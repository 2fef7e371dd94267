import type { Fact, FactsDocument } from '@staticfire/facts';
import { printable } from '@staticfire/report';
import { factCatalogue } from '@staticfire/scan/judge';

/** Every fact of a document with its bank and state; then those that user data change. */
export function renderList({ body }: FactsDocument): string {
  const width = Math.max(4, ...body.facts.map(({ name }) => name.length));
  const lines = body.facts.map((fact) => {
    const summary = factCatalogue.find(({ name }) => name === fact.name)?.summary ?? '';
    return `${fact.name.padEnd(width)} ${(fact.bank ?? '-').padEnd(4)} ${fact.state.padEnd(10)} ${fact.state === 'unreadable' ? printable(fact.error.message) : summary}`;
  });
  const judged = `judged bank: ${body.judgedBank ?? 'none, no bank can boot'}`;
  return [`${'FACT'.padEnd(width)} BANK STATE      SUMMARY`, ...lines, judged, ...listChanged(body), ''].join('\n');
}

/** A fact's value and where it is from. */
export function renderFact(fact: Fact): string {
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

function listChanged({ userData }: FactsDocument['body']): string[] {
  if (userData === undefined) return [];
  const names = [...new Set(userData.facts.map(({ name }) => name))];
  return [`with user data ${printable(userData.path)} others: ${names.join(', ') || 'none'}`];
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
