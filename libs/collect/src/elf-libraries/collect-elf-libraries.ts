import { findSystemDirectories, type LinkedFile, readLinkedFile } from '@staticfire/analyze/elf';
import type { Unreadable } from '@staticfire/facts';
import { ReadError } from '@staticfire/read/bytes';
import { type ContentReader, defineFileCollector, type FileVisitor, type SourceLog, type VisitedFile } from '../collector.ts';
import type { BankEvidence } from '../evidence/bank-evidence.ts';
import { isProgramHead, programFile } from '../evidence/program-file.ts';
import { unreadableFile } from '../evidence/program-visitor.ts';
import { RootFiles } from '../evidence/root-files.ts';
import { toFailure } from '../runner/to-failure.ts';
import { type ElfLibraries, elfLibraries } from './elf-libraries.schema.ts';
import { FileNames } from './file-names.ts';
import { linkAll } from './link-all.ts';
import { readLdSoConf } from './read-ld-so-conf.ts';

const MAX_CONFIG_LENGTH = 4 * 1024 * 1024;
/** ld-linux-x86-64.so.2, ld-musl-x86_64.so.1 */
const LINKER_NAME = /^ld[-.]/;

export const collectElfLibraries = defineFileCollector({
  fact: elfLibraries,
  reads: ['bank', 'fileSystem'],
  start: (evidence, sources): FileVisitor<ElfLibraries> => new LibraryVisitor(evidence, sources),
});

class LibraryVisitor implements FileVisitor<ElfLibraries> {
  readonly #evidence: Pick<BankEvidence, 'bank' | 'fileSystem'>;
  readonly #sources: SourceLog;
  readonly #names: FileNames;
  readonly #files: LinkedFile[] = [];
  readonly #unreadable: Unreadable[] = [];
  /** Path of a dynamic linker → the directories in it. */
  readonly #linkers = new Map<string, readonly string[]>();

  constructor(evidence: Pick<BankEvidence, 'bank' | 'fileSystem'>, sources: SourceLog) {
    this.#evidence = evidence;
    this.#sources = sources;
    this.#names = new FileNames({ readLink: (inode) => evidence.fileSystem('ROOT')!.readLink(inode) });
  }

  visit(file: VisitedFile): ContentReader | undefined {
    this.#names.add(file);
    if (file.error !== undefined) this.#unreadable.push({ $unreadable: toFailure(file.error) });
    if (file.openContent === undefined) return undefined;
    return (head) => {
      if (isProgramHead(head)) this.#add(file);
      return false;
    };
  }

  contentUnreadable(file: VisitedFile, error: ReadError): void {
    this.#unreadable.push(unreadableFile(file, error));
  }

  finish(): ElfLibraries {
    const config = readLdSoConf(new RootFiles(this.#evidence.fileSystem('ROOT')!, this.#evidence.bank, this.#sources, MAX_CONFIG_LENGTH));
    return linkAll({ names: this.#names, files: this.#files, linkers: this.#linkers, config, unreadable: this.#unreadable });
  }

  #add(file: VisitedFile): void {
    try {
      const { elf, description } = programFile(file);
      const linked = readLinkedFile(elf, description, file.path);
      this.#files.push(linked);
      const directories = LINKER_NAME.test(linked.soname ?? '') ? findSystemDirectories(elf) : undefined;
      if (directories !== undefined) this.#linkers.set(file.path, directories);
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      this.#unreadable.push(unreadableFile(file, error));
    }
  }
}
