import type { Unreadable } from '@staticfire/facts';
import type { ContentReader, FileCollector, VisitedFile } from '../collector.ts';
import { interpreterLine } from '../evidence/interpreter-line.ts';
import { isProgramHead } from '../evidence/program-file.ts';
import { toFailure } from '../runner/to-failure.ts';
import { type FoundShell, type RootShells, rootShells } from './root-shells.schema.ts';
import { SHELL_NAMES } from './shell-names.ts';
import { SHELL_TEXTS } from './shell-texts.ts';
import { TextSearch } from './text-search.ts';

const EXECUTE = 0o111;
const PROGRAM_FOLDER = /(?:^|\/)(?:bin|sbin|libexec)$/;
const MAX_LISTED = 10_000;

export const collectRootShells: FileCollector<RootShells> = {
  fact: rootShells,
  start() {
    const shells: (FoundShell | Unreadable)[] = [];
    const add = (element: FoundShell | Unreadable) => {
      if (shells.length < MAX_LISTED) shells.push(element);
      else if (shells.length === MAX_LISTED) shells.push({ $unreadable: { kind: 'limit', structure: 'files', message: `more than ${MAX_LISTED} shells` } });
    };
    return {
      visit(file) {
        if (file.error !== undefined) add({ $unreadable: toFailure(file.error) });
        if (file.stat === undefined) return undefined;
        const name = shellName(file);
        if (name !== undefined) add({ path: file.normalPath, foundBy: 'name', detail: name });
        return file.stat.type === 'file' && name === undefined ? readProgram(file, add) : undefined;
      },
      contentUnreadable: ({ normalPath }, error) => add({ $unreadable: { ...toFailure(error), message: `${normalPath}: ${error.message}` } }),
      finish: () => ({ shells: shells.sort(byPath) }),
    };
  },
};

/** An executable file with a shell's name, or a link with such a name among programs. */
function shellName({ path, stat }: VisitedFile): string | undefined {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  if (stat === undefined || !SHELL_NAMES.has(name)) return undefined;
  if (stat.type === 'file' && (stat.mode & EXECUTE) !== 0) return name;
  return stat.type === 'symlink' && PROGRAM_FOLDER.test(path.slice(0, slash)) ? name : undefined;
}

function readProgram(file: VisitedFile, add: (shell: FoundShell) => void): ContentReader {
  let search: TextSearch | undefined;
  let reported = false;
  return (chunk) => {
    if (search === undefined) {
      const interpreter = isProgramPlace(file) ? shellInterpreter(chunk) : undefined;
      if (interpreter !== undefined) add({ path: file.normalPath, foundBy: 'script', detail: interpreter });
      if (!isProgramHead(chunk)) return false;
      search = new TextSearch(new Set(SHELL_TEXTS.flatMap(({ texts }) => texts)));
    }
    search.add(chunk);
    const match = SHELL_TEXTS.find(({ texts }) => texts.every((text) => search!.found.has(text)));
    if (match !== undefined && !reported) add({ path: file.normalPath, foundBy: 'content', detail: `${match.kind}: ${match.texts.join(', ')}` });
    reported ||= match !== undefined;
    return !reported;
  };
}

function isProgramPlace({ normalPath, stat }: VisitedFile): boolean {
  const folders = normalPath.split('/').slice(0, -1);
  return stat !== undefined && (stat.mode & EXECUTE) !== 0 && folders.some((folder) => ['bin', 'sbin', 'libexec'].includes(folder));
}

/** The interpreter of a `#!` line when it is a shell, also behind env. */
function shellInterpreter(chunk: Uint8Array): string | undefined {
  const line = interpreterLine(chunk);
  return line !== undefined && SHELL_NAMES.has(baseName(line.program)) ? line.text : undefined;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function byPath(a: FoundShell | Unreadable, b: FoundShell | Unreadable): number {
  const [left, right] = ['path' in a ? a.path : '\uffff', 'path' in b ? b.path : '\uffff'];
  return left < right ? -1 : left > right ? 1 : 0;
}
