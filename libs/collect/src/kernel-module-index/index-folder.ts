import { LimitError, ReadError } from '@staticfire/read/bytes';
import type { ContentReader } from '../collector.ts';
import { parseModuleFileName } from '../kernel-modules/module-path.ts';
import { type NamedAlias, parseAliasLine, parseBuiltinEntry, parseDependencyLine, parseSoftdepLine, type SoftDependency } from './index-lines.ts';
import { RecordStream } from './record-stream.ts';

const LINE_FEED = 0x0a;
const MODINFO = 'modules.builtin.modinfo';
const COUNTED: ReadonlyMap<string, 'dependencies' | 'aliases' | 'builtinEntries'> = new Map([
  ['modules.dep', 'dependencies'],
  ['modules.alias', 'aliases'],
  [MODINFO, 'builtinEntries'],
]);
/** A kernel has some thousand modules, each with a handful. */
const MAX_PATHS = 50_000;

export interface IndexTakers {
  readonly alias: (alias: NamedAlias, builtin: boolean) => void;
  readonly softDependency: (dependency: SoftDependency) => void;
  readonly error: (error: ReadError) => void;
}

/** What is found in one folder of modules while its files go by. */
export class IndexFolder {
  readonly path: string;
  readonly kernel: string;
  readonly counts: { dependencies?: number; aliases?: number; builtinEntries?: number } = {};
  readonly #modules = new Set<string>();
  readonly #named = new Set<string>();
  readonly #open = new Map<string, RecordStream>();
  readonly #takers: IndexTakers;

  constructor(path: string, kernel: string, takers: IndexTakers) {
    this.path = path;
    this.kernel = kernel;
    this.#takers = takers;
  }

  /** Paths that modules.dep names without a file, and the other way round; nothing where it is not there, or not read to its end. */
  get disagreements(): { readonly missing: readonly string[]; readonly unlisted: readonly string[] } {
    if (this.counts.dependencies === undefined) return { missing: [], unlisted: [] };
    return { missing: [...this.#named.difference(this.#modules)].sort(), unlisted: [...this.#modules.difference(this.#named)].sort() };
  }

  addModule(rest: string): void {
    if (parseModuleFileName(rest) !== undefined) this.#modules.add(rest);
  }

  /** A reader for the index of that name; undefined for other files. */
  reader(name: string): ContentReader | undefined {
    const take = this.#takerOf(name);
    if (take === undefined) return undefined;
    const records = new RecordStream(name === MODINFO ? 0 : LINE_FEED, `${this.path}/${name}`, take);
    this.#open.set(name, records);
    return (chunk) => this.#attempt(name, () => records.add(chunk));
  }

  /** What was taken of an index so far stays; that it was read to its end is not said. */
  giveUp(name: string, error: ReadError): void {
    this.#open.delete(name);
    const counted = COUNTED.get(name);
    if (counted !== undefined) delete this.counts[counted];
    this.#takers.error(error);
  }

  finish(): void {
    for (const [name, records] of this.#open) this.#attempt(name, () => records.finish());
  }

  #attempt(name: string, read: () => void): boolean {
    try {
      read();
      return true;
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      this.giveUp(name, error);
      return false;
    }
  }

  #takerOf(name: string): ((record: string) => void) | undefined {
    if (name === 'modules.softdep') return (line) => this.#giveSoftDependency(parseSoftdepLine(line));
    const counted = COUNTED.get(name);
    if (counted === undefined) return undefined;
    this.counts[counted] = 0;
    return (record) => {
      if (record === '' || record.startsWith('#')) return;
      this.counts[counted] = (this.counts[counted] ?? 0) + 1;
      if (counted === 'dependencies') this.#addNamed(record);
      else if (counted === 'aliases') this.#give(parseAliasLine(record), false);
      else this.#give(parseBuiltinEntry(record), true);
    };
  }

  #addNamed(line: string): void {
    for (const path of parseDependencyLine(line)) this.#named.add(path);
    if (this.#named.size <= MAX_PATHS) return;
    throw new LimitError({ structure: `${this.path}/modules.dep`, field: 'paths', found: this.#named.size, expected: `at most ${MAX_PATHS}` });
  }

  #give(alias: NamedAlias | undefined, builtin: boolean): void {
    if (alias !== undefined) this.#takers.alias(alias, builtin);
  }

  #giveSoftDependency(dependency: SoftDependency | undefined): void {
    if (dependency !== undefined) this.#takers.softDependency(dependency);
  }
}
