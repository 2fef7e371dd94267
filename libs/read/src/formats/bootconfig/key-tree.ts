import type { ConfigText } from './config-text.ts';

/** A word of a key. `children` are in the order of their first mention; `values` are those of the key that ends here. */
export interface KeyNode {
  readonly name: string;
  /** Bytes from the start of the text. */
  readonly position: number;
  /** Length of the name in bytes. */
  readonly length: number;
  readonly children: Map<string, KeyNode>;
  values?: KeyValues;
}

export interface KeyValues {
  texts: string[];
  /** Where the values were assigned; `:=` moves it, `+=` does not. */
  position: number;
}

// Linux include/linux/bootconfig.h
const MAX_NODES = 8192;
const MAX_KEY_LENGTH = 256; // bytes with one separator or terminator for each word
const MAX_DEPTH = 16;

/** What the text has named so far. Words and values both count as nodes, values that were overridden included. */
export class KeyTree {
  readonly root = new Map<string, KeyNode>();
  readonly #text: ConfigText;
  #nodes = 0;

  constructor(text: ConfigText) {
    this.#text = text;
  }

  get isEmpty(): boolean {
    return this.#nodes === 0;
  }

  /** The child of `parent` (of the root when undefined) with the name at `from`, made when it is new. */
  child(parent: KeyNode | undefined, from: number, to: number): KeyNode {
    const siblings = parent?.children ?? this.root;
    const name = this.#text.slice(from, to);
    const known = siblings.get(name);
    if (known !== undefined) return known;
    this.#count(from);
    const node: KeyNode = { name, position: from, length: to - from, children: new Map() };
    siblings.set(name, node);
    return node;
  }

  /** Sets the first value, or starts anew: a value that is overridden keeps its node. */
  assign(node: KeyNode, value: string, position: number): void {
    if (node.values === undefined) this.#count(position);
    node.values = { texts: [value], position };
  }

  append(node: KeyNode, value: string, position: number): void {
    this.#count(position);
    node.values ??= { texts: [], position };
    node.values.texts.push(value);
  }

  /** Throws when a key is too long or has too many words. Like the kernel it does not look below keys that have a value. */
  verify(): void {
    this.#verifyBelow(this.root, 1, 0);
  }

  #verifyBelow(nodes: ReadonlyMap<string, KeyNode>, depth: number, above: number): void {
    for (const node of nodes.values()) {
      if (depth > MAX_DEPTH) throw this.#text.error(`a key has more than ${MAX_DEPTH} words`, node.position);
      const length = above + node.length + 1;
      if (length > MAX_KEY_LENGTH) throw this.#text.error(`a key is longer than ${MAX_KEY_LENGTH - 1} bytes`, node.position);
      if (node.values === undefined) this.#verifyBelow(node.children, depth + 1, length);
    }
  }

  #count(position: number): void {
    if (this.#nodes === MAX_NODES) throw this.#text.error(`more than ${MAX_NODES} key words and values`, position);
    this.#nodes++;
  }
}
