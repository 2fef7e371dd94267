import { setImmediate } from 'node:timers/promises';
import type { Fact, FactState, Source } from '@staticfire/facts';
import { ReadError } from '@staticfire/read/bytes';
import { type FileStat, type FileSystem, type WalkedFile, walk } from '@staticfire/read/filesystem';
import type { AnyFileCollector, ContentReader, FileVisitor, VisitedFile, WalkedPartition } from '../collector.ts';
import type { BankEvidence } from '../evidence/bank-evidence.ts';
import { normalPath } from '../normal-path.ts';
import { attempt, distinct, narrow } from './collect-fact.ts';
import { openPaidContent } from './paid-content.ts';
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

const LABEL = 'security.selinux';
const CAPABILITY = 'security.capability';
const PARTITIONS: readonly WalkedPartition[] = ['ROOT', 'BOOT'];

/** A collector that takes part, what became of it, and what it read. */
interface Visit {
  readonly collector: AnyFileCollector;
  readonly started: FactState<FileVisitor<unknown>>;
  readonly sources: Source[];
  /** Why the walk over a partition that it wants was not made. */
  missed?: FactState<never>;
}

/** One pass over the files of ROOT, and of BOOT where that is wanted, for all file collectors: a fact each, in their order. */
export async function walkFiles(collectors: readonly AnyFileCollector[], evidence: BankEvidence, onRead: OnRead): Promise<Fact[]> {
  const visits = await Promise.all(collectors.map((collector) => startVisit(collector, evidence)));
  for (const partition of PARTITIONS) await walkPartition(partition, visits, evidence, onRead);
  return Promise.all(visits.map((visit) => toFact(visit, evidence)));
}

async function startVisit(collector: AnyFileCollector, evidence: BankEvidence): Promise<Visit> {
  const sources: Source[] = [];
  const log = { add: (source: Source) => void sources.push(source), quote: () => {}, keep: () => {} };
  return { collector, sources, started: await attempt(async () => collector.start(narrow(evidence, collector.reads ?? []), log)) };
}

/** ROOT has to be there for every fact; a BOOT that is not has no files. */
async function walkPartition(partition: WalkedPartition, visits: readonly Visit[], evidence: BankEvidence, onRead: OnRead): Promise<void> {
  const opened = await attempt(async () => evidence.fileSystem(partition));
  const wanting = partition === 'ROOT' ? visits : visits.filter((visit) => wantsBoot(visit, opened));
  if (wanting.length === 0) return;
  const length = evidence.partition(partition)?.source.length ?? 0;
  if (length !== 0) for (const { sources } of wanting) sources.push({ bank: evidence.bank, partition, offset: 0, length });
  const visitors = wanting.flatMap(({ started }) => (started.state === 'present' ? [started.value] : []));
  const walked = opened.state === 'present' ? await attempt(async () => visitAll(partition, opened.value, visitors, onRead)) : opened;
  if (walked.state !== 'present') for (const visit of wanting) visit.missed ??= walked;
}

function wantsBoot({ collector, started }: Visit, boot: FactState<FileSystem>): boolean {
  if (collector.wantsBoot === undefined || started.state !== 'present' || boot.state === 'absent') return false;
  return boot.state === 'unreadable' || collector.wantsBoot(boot.value.info);
}

async function toFact({ collector, started, sources, missed }: Visit, { bank }: BankEvidence): Promise<Fact> {
  const visited = missed ?? started;
  const state = visited.state === 'present' ? await attempt(async () => visited.value.finish()) : visited;
  return { name: collector.fact.name, bank, ...state, sources: distinct(sources) };
}

/** Shows every name; the value tells that none is missing. */
async function visitAll(partition: WalkedPartition, fs: FileSystem, visitors: readonly FileVisitor<unknown>[], onRead: OnRead): Promise<true> {
  const budget = new ReadBudget(fs.info.length);
  let bytes = 0;
  let files = 0;
  for (const walked of walk(fs)) {
    const read = visitFile(fs, describeFile(partition, fs, walked, budget), visitors, budget);
    bytes += read;
    onRead(read);
    if (bytes < YIELD_EVERY && ++files < YIELD_EVERY_FILES) continue;
    bytes = 0;
    files = 0;
    await setImmediate();
  }
  return true;
}

/** Shows one name to every visitor and streams its content to those that want it. Returns the bytes read. */
function visitFile(fs: FileSystem, file: VisitedFile, visitors: readonly FileVisitor<unknown>[], budget: ReadBudget): number {
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

function describeFile(partition: WalkedPartition, fs: FileSystem, walked: WalkedFile, budget: ReadBudget): VisitedFile {
  const content = walked.stat?.type === 'file' ? { openContent: () => openPaidContent(fs, walked.path, walked.stat!, budget) } : {};
  const named = { ...walked, ...content, partition, normalPath: normalPath(walked.path), attributeNames: [] as readonly string[] };
  if (walked.stat === undefined || walked.error !== undefined) return named;
  try {
    const attributes = fs.xattrs(walked.stat.inode);
    const label = attributes.find(({ name }) => name === LABEL)?.value;
    const capability = attributes.find(({ name }) => name === CAPABILITY)?.value;
    const found = { ...(label === undefined ? {} : { label }), ...(capability === undefined ? {} : { capability }) };
    return { ...named, attributeNames: attributes.map(({ name }) => name), ...found };
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
