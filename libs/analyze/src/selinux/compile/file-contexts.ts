import { FormatError } from '@staticfire/read/bytes';
import { type FsUse, type GenfsContext, type InitialSid, initialSidName } from '@staticfire/read/formats/selinux-policy';
import { type CilProgram, type CilStatement, CilSymbols, nameAt, operandAt, symbolKinds, wrong } from '../cil/index.ts';
import { once } from './once.ts';
import type { PolicyClasses } from './policy-classes.ts';
import type { PolicyContexts } from './policy-contexts.ts';

const FS_USES: ReadonlyMap<string, number> = new Map([
  ['xattr', 1],
  ['trans', 2],
  ['task', 3],
]);
const ANY = 'any';
/** Kinds of files, and the class of each. */
const FILE_CLASSES: ReadonlyMap<string, string> = new Map([
  ['file', 'file'],
  ['dir', 'dir'],
  ['char', 'chr_file'],
  ['block', 'blk_file'],
  ['socket', 'sock_file'],
  ['pipe', 'fifo_file'],
  ['symlink', 'lnk_file'],
]);

/** Numbers are places in the order of the initial SIDs; one without a context is not in the policy. */
export function initialSids(program: CilProgram, contexts: PolicyContexts): InitialSid[] {
  const symbols = new CilSymbols(program, symbolKinds.sid);
  if (symbols.size === 0) throw new FormatError({ structure: 'CIL modules', expected: 'an initial SID' });
  const sids = new Map<number, InitialSid>();
  for (const statement of program.all('sidcontext')) {
    const sid = symbols.place(nameAt(statement, 0), statement) + 1;
    if (sids.has(sid)) throw wrong(statement, nameAt(statement, 0), 'an initial SID once');
    sids.set(sid, { sid, name: initialSidName(sid), context: contexts.at(1, statement) });
  }
  return [...sids.values()].sort((a, b) => a.sid - b.sid);
}

export function fsUses(program: CilProgram, contexts: PolicyContexts): FsUse[] {
  return once(program.all('fsuse'), (statement) => {
    const [behaviour, name] = [FS_USES.get(nameAt(statement, 0)), nameAt(statement, 1)];
    if (behaviour === undefined) throw wrong(statement, nameAt(statement, 0), [...FS_USES.keys()].join(', '));
    return [`${behaviour} ${name}`, { behaviour, name, context: contexts.at(2, statement) }];
  });
}

export function genfsContexts(program: CilProgram, contexts: PolicyContexts, classes: PolicyClasses): GenfsContext[] {
  return once(program.all('genfscon'), (statement) => {
    const [fileSystem, path] = [nameAt(statement, 0), nameAt(statement, 1)];
    const last = statement.operands.length - 1;
    const tclass = last === 2 ? 0 : fileClass(statement, classes);
    return [`${fileSystem} ${path}`, { fileSystem, path, tclass, context: contexts.at(last, statement) }];
  });
}

function fileClass(statement: CilStatement, classes: PolicyClasses): number {
  const kind = nameAt(statement, 2);
  if (kind === ANY) return 0;
  const name = FILE_CLASSES.get(kind);
  if (name === undefined) throw wrong(statement, kind, 'a kind of files');
  return classes.valuesOf(name, statement)[0]!;
}

/** Statements about files reach file_contexts, not the binary policy; compilers look at them all the same. */
export function checkFileContexts(program: CilProgram, contexts: PolicyContexts): void {
  once(program.all('filecon'), (statement) => {
    const kind = nameAt(statement, 1);
    if (kind !== ANY && !FILE_CLASSES.has(kind)) throw wrong(statement, kind, 'a kind of files');
    const node = operandAt(statement, 2);
    const context = node.kind === 'list' && node.items.length === 0 ? undefined : contexts.at(2, statement);
    return [`${kind} ${nameAt(statement, 0)}`, { context }];
  });
}
