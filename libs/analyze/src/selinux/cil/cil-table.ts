import { type CilStatement, nameAt, wrong } from './cil-module.ts';

/** What a name of something may be (libsepol cil_verify.c, `cil_verify_name`). */
const NAME = /^[A-Za-z][-A-Za-z0-9_]*$/;
const MAX_LENGTH = 2047;
const OPERATORS = ['and', 'or', 'not', 'xor'];

/** A FormatError for what is no name, and for the words that mean something in expressions about such things. */
export function checkName(statement: CilStatement, name: string, reserved: readonly string[] = []): void {
  const isName = name.length <= MAX_LENGTH && NAME.test(name);
  if (!isName || reserved.includes(name)) throw wrong(statement, name, 'a name');
}

export const reservedWords = {
  none: [],
  ofSets: [...OPERATORS, 'all'],
  ofTypes: [...OPERATORS, 'all', 'self'],
  ofCategories: [...OPERATORS, 'all', 'range'],
  ofConditions: [...OPERATORS, 'eq', 'neq'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Things of one kind by their full name, which has the blocks around them in front: `outer.inner.name`. */
export class CilTable<T> {
  readonly #what: string;
  readonly #blocks: ReadonlySet<string>;
  readonly #reserved: readonly string[];
  readonly #entries = new Map<string, T>();

  /** `what` is said of them in errors: `a type that is declared`. */
  constructor(what: string, blocks: ReadonlySet<string>, reserved: readonly string[] = reservedWords.none) {
    this.#what = what;
    this.#blocks = blocks;
    this.#reserved = reserved;
  }

  /** By full name, in the order of their declaration. */
  get entries(): ReadonlyMap<string, T> {
    return this.#entries;
  }

  /** The first operand is the name; one that is declared twice in one namespace is a FormatError. */
  declare(statement: CilStatement, entryOf: (name: string) => T): T {
    const name = nameAt(statement, 0);
    checkName(statement, name, this.#reserved);
    const full = statement.namespace + name;
    if (this.#entries.has(full)) throw wrong(statement, name, 'a name once');
    const entry = entryOf(full);
    this.#entries.set(full, entry);
    return entry;
  }

  /** What a name in a statement means: of the innermost block that declares it, else of none; `a.b` that of block a, `.a.b` that of the outermost one. */
  find(name: string, { namespace }: CilStatement): T | undefined {
    if (namespace === '' && !name.includes('.')) return this.#entries.get(name);
    const dot = name.lastIndexOf('.') + 1;
    if (dot === 0) return this.#search(namespace, (outer) => this.#entries.get(outer + name));
    const block = name.startsWith('.') ? name.slice(1, dot) : this.#blockOf(name.slice(0, dot), namespace);
    return block === undefined || !this.#blocks.has(block) ? undefined : this.#entries.get(block + name.slice(dot));
  }

  get(name: string, statement: CilStatement): T {
    const entry = this.find(name, statement);
    if (entry === undefined) throw wrong(statement, name, this.#what);
    return entry;
  }

  /** The block of `a.b.`: only its first name is looked for from inside out. */
  #blockOf(path: string, namespace: string): string | undefined {
    const first = path.slice(0, path.indexOf('.') + 1);
    return this.#search(namespace, (outer) => (this.#blocks.has(outer + first) ? outer + path : undefined));
  }

  #search<R>(namespace: string, look: (outer: string) => R | undefined): R | undefined {
    for (let outer = namespace; ; outer = outer.slice(0, outer.lastIndexOf('.', outer.length - 2) + 1)) {
      const found = look(outer);
      if (found !== undefined || outer === '') return found;
    }
  }
}
