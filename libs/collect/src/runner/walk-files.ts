import { setImmediate } from 'node:timers/promises';
import type { BankName, Fact, FactState } from '@staticfire/facts';
import { ReadError } from '@staticfire/read/bytes';
import { type FileStat, type FileSystem, type WalkedFile, walk } from '@staticfire/read/filesystem';
import type { ContentReader, FileCollector, FileVisitor, VisitedFile } from '../collector.ts';
import type { BankEvidence } from '../evidence/bank-evidence.ts';
import { normalPath } from '../normal-path.ts';
import { attempt } from './collect-fact.ts';
import { ReadBudget } from './read-budget.ts';

const CHUNK = 128 * 1024;
/** One buffer for all files: a chunk is valid until its reader returns. */
const buffer = new Uint8Array(CHUNK);
/** Enough to tell what a file is; most are not read further. */
const FIRST_CHUNK = 4096;
/** Bytes read between two returns to the event loop, which hands work to the hashing threads. */
const YIELD_EVERY = 4 * 1024 * 1024;
const YIELD_EVERY_FILES = 256;

/** Counts the bytes of file content that were read. */
export type OnRead = (bytes: number) => void;

/** One pass over ROOT for all file collectors: a fact each, in their order. */
export async function walkFiles(collectors: readonly FileCollector<unknown>[], evidence: BankEvidence, onRead: OnRead): Promise<Fact[]> {
  const visitors = collectors.map((collector) => collector.start());
  const state = await attempt(async () => {
    const fs = evidence.fileSystem('ROOT');
    if (fs === undefined) return undefined;
    await visitAll(fs, visitors, onRead);
    return true;
  });
  const length = evidence.partition('ROOT')?.source.length ?? 0;
  const sources = length === 0 ? [] : [{ bank: evidence.bank, partition: 'ROOT', offset: 0, length }];
  return collectors.map((collector, index) => toFact(collector, visitors[index]!, state, evidence.bank, sources));
}

function toFact(collector: FileCollector<unknown>, visitor: FileVisitor<unknown>, walked: FactState<true>, bank: BankName, sources: Fact['sources']): Fact {
  const state: FactState = walked.state === 'present' ? { state: 'present', value: visitor.finish() } : walked;
  return { name: collector.fact.name, bank, ...state, sources };
}

async function visitAll(fs: FileSystem, visitors: readonly FileVisitor<unknown>[], onRead: OnRead): Promise<void> {
  const budget = new ReadBudget(fs.info.length);
  let bytes = 0;
  let files = 0;
  for (const walked of walk(fs)) {
    const read = visitFile(fs, walked, visitors, budget);
    bytes += read;
    onRead(read);
    if (bytes < YIELD_EVERY && ++files < YIELD_EVERY_FILES) continue;
    bytes = 0;
    files = 0;
    await setImmediate();
  }
}

/** Shows one name to every visitor and streams its content to those that want it. Returns the bytes read. */
function visitFile(fs: FileSystem, walked: WalkedFile, visitors: readonly FileVisitor<unknown>[], budget: ReadBudget): number {
  const file = describeFile(fs, walked);
  const readers = visitors.flatMap((visitor) => visitor.visit(file) ?? []);
  if (readers.length === 0 || file.stat === undefined) return 0;
  try {
    return stream(fs, file.stat, readers, (bytes) => budget.spend(bytes, file.normalPath));
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    for (const visitor of visitors) visitor.contentUnreadable?.(file, error);
    return 0;
  }
}

function describeFile(fs: FileSystem, walked: WalkedFile): VisitedFile {
  const named = { ...walked, normalPath: normalPath(walked.path), attributeNames: [] as readonly string[] };
  if (walked.stat === undefined || walked.error !== undefined) return named;
  try {
    return { ...named, attributeNames: fs.xattrs(walked.stat.inode).map(({ name }) => name) };
  } catch (error) {
    if (error instanceof ReadError) return { ...named, error };
    throw error;
  }
}

/** Most readers are content with the first chunk; what follows is paid for at once, before any of it is read. */
function stream(fs: FileSystem, { inode, size }: FileStat, readers: readonly ContentReader[], spend: (bytes: number) => void): number {
  let active = readers;
  let offset = 0;
  while (offset < size && active.length > 0) {
    const length = Math.min(offset === 0 ? FIRST_CHUNK : CHUNK, size - offset);
    if (offset <= FIRST_CHUNK) spend(offset === 0 ? length : size - offset);
    const chunk = buffer.subarray(0, fs.readInto(inode, offset, buffer.subarray(0, length)));
    if (chunk.length === 0) break;
    active = active.filter((reader) => reader(chunk));
    offset += chunk.length;
  }
  return offset;
}
