import type { Evidence, EvidencePlace } from '@staticfire/findings';
import { printable } from '../../printable.ts';
import { plural } from '../../terminal/page.ts';
import { type Content, html, type Markup } from '../markup.ts';
import { code } from '../parts.ts';
import type { Source } from '../source-index.ts';
import type { View } from '../view.ts';

const MAX_PLACES = 8;
const MAX_SOURCES = 4;
const MAX_VALUE_LINES = 6;
const MAX_VALUE_LINE = 200;
const MAX_LINE = 200;
const MAX_PATH = 300;

/** The value a verdict rests on, the lines that decide it, and the bytes it was read from. */
export function describeEvidence({ sources }: View, { fact, bank, path, value, places = [], sources: read, userData }: Evidence): Markup {
  const shown = read.slice(0, MAX_SOURCES).map((source) => {
    const cited = sources.cite(source);
    return html`<li>${cited === undefined ? describeSource(source) : html`<a href="#${cited.anchor}">${describeSource(source)}</a>`}</li>`;
  });
  return html`<div class="evidence"><p class="fact">${code(fact)}${path !== '' && html` ${code(path)}`}${bank !== undefined && ` in bank ${bank}`}${describeValue(value)}${places.slice(0, MAX_PLACES).map(describePlace)}${more(places.length - MAX_PLACES, 'place')}${(shown.length > 0 || userData !== undefined) && html`<ul class="bytes">${userData !== undefined && html`<li>user data ${code(userData.path)}</li>`}${shown}${read.length > MAX_SOURCES && html`<li>and ${read.length - MAX_SOURCES} more</li>`}</ul>`}</div>`;
}

function more(count: number, noun: string): Content {
  return count > 0 && html`<p>and ${count} ${noun}${count === 1 ? '' : 's'} more</p>`;
}

/** A number or word behind the name, a structure below it. Closes the paragraph that names the fact. */
function describeValue(value: unknown): Markup {
  if (value === undefined) return html` <em>nothing there</em></p>`;
  if (typeof value !== 'object' || value === null) return html` = ${code(JSON.stringify(value), MAX_VALUE)}</p>`;
  const lines = linesOf(value);
  const hidden = lines.length - MAX_VALUE_LINES;
  const shown = lines.slice(0, MAX_VALUE_LINES).map((line) => html`${printable(line, MAX_VALUE_LINE)}\n`);
  return html`</p><pre class="value">${shown}${hidden > 0 && html`… ${plural(hidden, 'element')} more\n`}</pre>`;
}

/** An element or member a line, their values as JSON. */
function linesOf(value: object): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? ['[]'] : value.map((element) => JSON.stringify(element));
  const members = Object.entries(value).map(([key, member]) => `${key}: ${JSON.stringify(member)}`);
  return members.length === 0 ? ['{}'] : members;
}

const MAX_VALUE = 600;

function describePlace({ file, bank, partition, line, layer, excerpt }: EvidencePlace): Markup {
  const where = `${placeName(partition, bank)}${printable(file, MAX_PATH)}${line === undefined ? '' : `:${line}`}`;
  return html`<p class="place">${code(where, MAX_PATH)}${layer !== undefined && html` <bdi class="tag">${printable(layer)}</bdi>`}</p>${excerpt !== undefined && html`<pre class="excerpt"><span class="ln">${line ?? ''}</span>${printable(excerpt, MAX_LINE)}</pre>`}`;
}

function placeName(partition: string | undefined, bank: string | undefined): string {
  if (partition === undefined) return '';
  return bank === undefined ? `${partition} ` : `${partition}-${bank} `;
}

/** `ROOT-A /usr/lib/os-release, 241 bytes at 0, sha256 5f3a…` */
export function describeSource({ bank, partition, path, offset, length, sha256 }: Source): string {
  const file = path === undefined ? '' : printable(path, MAX_PATH);
  const proof = sha256 === undefined ? '' : `, sha256 ${printable(sha256.slice(0, DIGITS))}…`;
  return `${placeName(partition, bank)}${file}, ${length} bytes at ${offset}${proof}`.replace(' ,', ',');
}

const DIGITS = 12;
