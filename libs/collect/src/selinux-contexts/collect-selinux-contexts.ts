import type { BankName } from '@staticfire/facts';
import { ReadError } from '@staticfire/read/bytes';
import type { FileSystem } from '@staticfire/read/filesystem';
import { type ContainerContextLine, parseContainerContexts } from '@staticfire/read/formats/linux-text';
import { defineBankCollector, type SourceLog } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { quoteLines, textOf } from '../evidence/quote-lines.ts';
import { RootFiles } from '../evidence/root-files.ts';
import { contextTeller, type ToldContext } from '../selinux-files/context-teller.ts';
import { findSelinuxStore, MAX_CONFIG } from '../selinux-files/selinux-store.ts';
import { type SelinuxContexts, selinuxContexts } from './selinux-contexts.schema.ts';

/** Where github.com/opencontainers/selinux looks first (go-selinux/selinux_linux.go, `openContextFile`), and below the policy root what it looks at else. */
const FIRST = '/usr/share/containers/selinux/contexts';
const OF_POLICY = 'contexts/lxc_contexts';
const MAX_FILES = 2;
const MAX_LENGTH = 64 * 1024;
const MAX_ENTRIES = 1000;

type ContextsFile = Extract<SelinuxContexts['files'][number], { readonly path: string }>;
type Entry = Extract<SelinuxContexts['entries'][number], { readonly file: string }>;

export const collectSelinuxContexts = defineBankCollector({
  fact: selinuxContexts,
  reads: ['bank', 'fileSystem', 'selinuxPolicy'],
  collect({ bank, fileSystem, selinuxPolicy }, sources): SelinuxContexts | undefined {
    const fs = fileSystem('ROOT');
    if (fs === undefined) return undefined;
    const reader = new ContextsReader(bank, sources, contextTeller(selinuxPolicy(sources), 'contexts of containers'));
    for (const path of pathsOf(fs, bank, sources)) reader.read(new RootFiles(fs, bank, sources, MAX_LENGTH), path);
    return reader.result();
  },
});

function pathsOf(fs: FileSystem, bank: BankName, sources: SourceLog): readonly string[] {
  const configs = new RootFiles(fs, bank, sources, MAX_FILES * MAX_CONFIG);
  const store = findSelinuxStore((path) => configs.read(path, MAX_CONFIG));
  return store === undefined ? [FIRST] : [FIRST, `${store.folder}/${OF_POLICY}`];
}

class ContextsReader {
  readonly #files = new BoundedList<ContextsFile>(MAX_FILES, 'files');
  readonly #entries = new BoundedList<Entry>(MAX_ENTRIES, 'contexts');
  readonly #bank: BankName;
  readonly #sources: SourceLog;
  readonly #tell: (context: string) => ToldContext;

  constructor(bank: BankName, sources: SourceLog, tell: (context: string) => ToldContext) {
    this.#bank = bank;
    this.#sources = sources;
    this.#tell = tell;
  }

  /** A file that cannot be read may still be the one that runtimes read. */
  read(files: RootFiles, path: string): void {
    try {
      const found = files.readDigested(path, MAX_LENGTH);
      if (found === undefined) return;
      const used = this.#files.elements.length === 0;
      const lines = parseContainerContexts(found.bytes, path);
      this.#files.add({ path, size: found.bytes.length, sha256: found.sha256, used });
      this.#addLines(path, lines, found.bytes, used);
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      this.#files.addError(error);
      this.#entries.addError(error);
    }
  }

  result(): SelinuxContexts | undefined {
    return this.#files.elements.length === 0 ? undefined : { files: this.#files.elements, entries: this.#entries.elements };
  }

  #addLines(file: string, lines: readonly ContainerContextLine[], bytes: Uint8Array, used: boolean): void {
    const last = new Map(lines.flatMap((each) => ('key' in each ? [[each.key, each.line] as const] : [])));
    const listed = lines.flatMap((each) => {
      if ('error' in each) this.#entries.addError(each.error);
      else
        return this.#entries.attempt(() => [
          { file, line: each.line, key: each.key, ...this.#tell(each.context), used: used && last.get(each.key) === each.line },
        ]);
      return [];
    });
    const quoted = { bank: this.#bank, partition: 'ROOT', path: file, text: textOf(bytes), lineEnds: 'line-feed' } as const;
    this.#sources.quote(
      quoteLines(
        quoted,
        listed.map(({ line }) => line),
      ),
    );
  }
}
