import { LimitError, UnsupportedError } from '@staticfire/read/bytes';
import { tomlKey } from '@staticfire/read/formats/toml';
import { opensIn, type RenderedText } from '../render/output.ts';
import type { OpenValue } from '../values/template-value.ts';
import type { DocumentNode, ScalarNode, ScalarType } from './document-node.ts';

export const valueTypes = ['string', 'integer', 'float', 'boolean', 'date', 'null', 'list', 'map'] as const;

/** A value of a configuration file, by its path. */
export type DocumentValue = KnownValue | UnknownValue;

export interface KnownValue {
  readonly type: ScalarType | 'list' | 'map';
  /** Of scalars. */
  readonly value?: string;
  /** Of a list of scalars. Of other lists the items have paths of their own. */
  readonly items?: readonly string[];
  /** Line of the template that it is rendered from. */
  readonly line: number;
}

export interface UnknownValue {
  readonly open: string;
  readonly line: number;
}

/** Path as TOML writes keys: `authentication.x509.clientCAFile`, `providers[0].name`. */
export type DocumentValues = ReadonlyMap<string, DocumentValue>;

const MAX_VALUES = 5000;

/** Every scalar, every list, and maps that are empty, by path. A list with an open item is open as a whole, and so is a map with an open key. */
export function flattenDocument(root: DocumentNode, rendered: Pick<RenderedText, 'opens' | 'lines'>, file: string): DocumentValues {
  const flattener = new Flattener(rendered, file);
  flattener.add([], root);
  return flattener.values;
}

class Flattener {
  readonly values = new Map<string, DocumentValue>();
  readonly #rendered: Pick<RenderedText, 'opens' | 'lines'>;
  readonly #file: string;

  constructor(rendered: Pick<RenderedText, 'opens' | 'lines'>, file: string) {
    this.#rendered = rendered;
    this.#file = file;
  }

  add(path: readonly (string | number)[], node: DocumentNode): void {
    if (node.kind === 'scalar') this.#set(path, node, this.#opens(node.text), { type: node.type, ...(node.type === 'null' ? {} : { value: node.text }) });
    else if (node.kind === 'list') this.#list(path, node.items, node);
    else this.#map(path, node.members, node);
  }

  #list(path: readonly (string | number)[], items: readonly DocumentNode[], node: DocumentNode): void {
    const scalars = items.filter((item): item is ScalarNode => item.kind === 'scalar');
    const opens = scalars.flatMap(({ text }) => this.#opens(text));
    this.#set(path, node, opens, { type: 'list', ...(scalars.length === items.length ? { items: scalars.map(({ text }) => text) } : {}) });
    if (scalars.length < items.length) for (const [index, item] of items.entries()) this.add([...path, index], item);
  }

  #map(path: readonly (string | number)[], members: readonly (readonly [string, DocumentNode])[], node: DocumentNode): void {
    const opens = members.flatMap(([name]) => this.#opens(name));
    if (opens.length > 0 || (members.length === 0 && path.length > 0)) this.#set(path, node, opens, { type: 'map' });
    for (const [name, member] of members) if (this.#opens(name).length === 0) this.add([...path, name], member);
  }

  #set(path: readonly (string | number)[], { line }: DocumentNode, opens: readonly OpenValue[], value: Omit<KnownValue, 'line'>): void {
    const at = this.#rendered.lines[line - 1] ?? line;
    if (path.length === 0) throw new UnsupportedError({ structure: this.#file, field: `line ${at}`, message: 'the file is no map with keys that are known' });
    if (this.values.size >= MAX_VALUES) throw new LimitError({ structure: this.#file, message: `more than ${MAX_VALUES} values` });
    this.values.set(tomlKey(path), opens.length === 0 ? { ...value, line: at } : { open: reasonOf(opens), line: at });
  }

  #opens(text: string): readonly OpenValue[] {
    return opensIn(text, this.#rendered.opens);
  }
}

function reasonOf(opens: readonly OpenValue[]): string {
  return [...new Set(opens.map(({ id, reason }) => (reason.includes(id) ? reason : `${id}: ${reason}`)))].join('; ');
}
