import { accessProgramNamed, findAccessPrograms } from '@staticfire/analyze/elf';
import { ReadError } from '@staticfire/read/bytes';
import type { FileSystem, ListedFolders } from '@staticfire/read/filesystem';
import { lookup } from '@staticfire/read/filesystem';
import { type ContentReader, defineFileCollector, type FileVisitor, type VisitedFile } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { type InterpreterLine, interpreterLine } from '../evidence/interpreter-line.ts';
import { isProgramHead, programFile } from '../evidence/program-file.ts';
import { unreadableFile } from '../evidence/program-visitor.ts';
import { accessFileKind } from './access-files.ts';
import { type AccessFileFact, type AccessProgramFact, type AccessPrograms, accessPrograms, type ScriptFact } from './access-programs.schema.ts';

const EXECUTE = 0o111;
const PROGRAM_FOLDER = /\/(?:bin|sbin|libexec)\/[^/]+$/;
const MAX_LISTED = 10_000;
/** systemd's own, for what it starts. */
const PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
/** What a library is is told by its name and what it needs. */
const SEARCHED_KINDS = new Set(['executable', 'pie', 'static', 'static-pie']);

export const collectAccessPrograms = defineFileCollector({
  fact: accessPrograms,
  reads: ['fileSystem'],
  start: ({ fileSystem }): FileVisitor<AccessPrograms> => new AccessVisitor(() => fileSystem('ROOT')!),
});

class AccessVisitor implements FileVisitor<AccessPrograms> {
  readonly #fileSystem: () => FileSystem;
  readonly #programs = new BoundedList<AccessProgramFact>(MAX_LISTED, 'programs');
  readonly #files = new BoundedList<AccessFileFact>(MAX_LISTED, 'files');
  readonly #scripts: { readonly path: string; readonly line: InterpreterLine }[] = [];
  #moreScripts = false;

  constructor(fileSystem: () => FileSystem) {
    this.#fileSystem = fileSystem;
  }

  visit(file: VisitedFile): ContentReader | undefined {
    if (file.error !== undefined) this.#programs.addError(file.error);
    if (file.stat === undefined || file.stat.type === 'directory') return undefined;
    const what = accessFileKind(file.normalPath);
    if (what !== undefined) this.#files.add({ path: file.normalPath, what });
    const isNamed = this.#addNamed(file);
    return file.openContent === undefined ? undefined : (head) => this.#read(file, head, isNamed);
  }

  contentUnreadable(file: VisitedFile, error: ReadError): void {
    this.#programs.add(unreadableFile(file, error));
  }

  finish(): AccessPrograms {
    const fs = this.#fileSystem();
    const folders: ListedFolders = new Map();
    const scripts = new BoundedList<ScriptFact>(MAX_LISTED, 'scripts');
    for (const { path, line } of this.#scripts) {
      scripts.attempt(() => [{ path, interpreter: line.text, program: line.program, exists: exists(fs, line.program, folders) }]);
    }
    if (this.#moreScripts)
      scripts.add({ $unreadable: { kind: 'limit', structure: 'scripts', message: `more than ${MAX_LISTED} scripts; the rest is not listed` } });
    return { programs: this.#programs.elements, scripts: scripts.elements, files: this.#files.elements };
  }

  /** An executable file, or a link among programs, whose name tells. */
  #addNamed({ normalPath, stat }: VisitedFile): boolean {
    const name = normalPath.slice(normalPath.lastIndexOf('/') + 1);
    const found = accessProgramNamed(name);
    const isProgram = stat?.type === 'file' ? (stat.mode & EXECUTE) !== 0 : stat?.type === 'symlink' && PROGRAM_FOLDER.test(normalPath);
    if (found === undefined || !isProgram) return false;
    this.#programs.add({ path: normalPath, kind: found.kind, program: found.program, foundBy: 'name', detail: name });
    return true;
  }

  #read(file: VisitedFile, head: Uint8Array, isNamed: boolean): boolean {
    const line = (file.stat!.mode & EXECUTE) === 0 ? undefined : interpreterLine(head);
    if (line !== undefined && this.#scripts.length < MAX_LISTED) this.#scripts.push({ path: file.normalPath, line });
    else this.#moreScripts ||= line !== undefined;
    if (!isNamed && isProgramHead(head)) this.#addSigns(file);
    return false;
  }

  /** Programs of Go carry no texts of others' making; theirs are long. */
  #addSigns(file: VisitedFile): void {
    try {
      const { elf, description, go } = programFile(file);
      const signs = findAccessPrograms(elf, description, go === undefined && SEARCHED_KINDS.has(description.kind));
      for (const sign of signs) this.#programs.add({ path: file.normalPath, ...sign });
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      this.#programs.add(unreadableFile(file, error));
    }
  }
}

function exists(fs: FileSystem, program: string, folders: ListedFolders): boolean {
  const paths = program.includes('/') ? [program] : PATH.map((folder) => `${folder}/${program}`);
  return paths.some((path) => lookup(fs, path, { folders })?.type === 'file');
}
