import { type LabelCheck, LabelChecks, type LabelDifference, LabelTable } from '@staticfire/analyze/selinux/file-contexts';
import { ReadError } from '@staticfire/read/bytes';
import { defineFileCollector, type FileVisitor, type VisitedFile, type WalkedPartition } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import type { LoadedPolicy } from '../evidence/read-selinux-policy.ts';
import { normalPath } from '../normal-path.ts';
import { ContextKnowledge } from '../selinux-files/context-knowledge.ts';
import { LabelCounts } from './label-counts.ts';
import { type SelinuxLabels, selinuxLabels, walkedPartitions } from './selinux-labels.schema.ts';

const MAX_LISTED = 10_000;

type Element<T> = Exclude<T, { readonly $unreadable: unknown }>;
type Difference = Element<SelinuxLabels['differences'][number]>;
type Omitted = Element<SelinuxLabels['omitted'][number]>;

export const collectSelinuxLabels = defineFileCollector({
  fact: selinuxLabels,
  reads: ['fileContexts', 'selinuxPolicy'],
  // The policy gives all files of a FAT one label.
  wantsBoot: ({ type }) => type !== 'vfat',
  start({ fileContexts, selinuxPolicy }, sources): FileVisitor<SelinuxLabels> | undefined {
    const contexts = fileContexts(sources);
    return contexts && new LabelVisitor(new LabelTable(contexts.tables), selinuxPolicy(sources));
  },
});

class LabelVisitor implements FileVisitor<SelinuxLabels> {
  readonly #table: LabelTable;
  readonly #knowledge: ContextKnowledge | undefined;
  readonly #checks = new Map<WalkedPartition, LabelChecks>();
  readonly #labels = new LabelCounts();
  readonly #differences = new BoundedList<Difference>(MAX_LISTED, 'wrong labels');
  readonly #counts = { files: 0, labelled: 0, unreadable: 0 };
  #failure: ReadError | undefined;

  constructor(table: LabelTable, loaded: LoadedPolicy | undefined) {
    this.#table = table;
    this.#knowledge = loaded && new ContextKnowledge(loaded.policy, 'security.selinux');
  }

  visit(file: VisitedFile): undefined {
    if (file.error !== undefined) {
      this.#counts.unreadable++;
      this.#differences.addError(file.error);
    } else if (this.#failure === undefined) this.#attempt(file);
  }

  finish(): SelinuxLabels {
    if (this.#failure !== undefined) throw this.#failure;
    const omitted = new BoundedList<Omitted>(MAX_LISTED, 'folders with more wrong labels');
    const partitions = walkedPartitions.filter((partition) => this.#checks.has(partition));
    const results = partitions.map((partition) => this.#checks.get(partition)!.result());
    for (const [at, partition] of partitions.entries()) {
      const result = results[at]!;
      for (const difference of result.differences) this.#differences.add(describe(partition, difference));
      for (const { directory, ...group } of result.omitted) omitted.add({ partition, directory: normalPath(directory), ...group });
    }
    const equal = this.#counts.files - sum(results.map(({ differing }) => differing));
    const unknown = this.#knowledge === undefined ? {} : { unknownToPolicy: sum(results.map(countInvalid)) };
    const lists = { counts: this.#labels.elements, differences: this.#differences.elements, omitted: omitted.elements };
    return { partitions, ...this.#counts, equal, ...unknown, ...lists };
  }

  #attempt(file: VisitedFile): void {
    try {
      this.#compare(file);
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      this.#failure = error;
    }
  }

  #compare(file: VisitedFile): void {
    const { partition, path, stat, label } = file;
    const { type } = stat!;
    const checks = this.#checks.get(partition) ?? new LabelChecks(this.#knowledge);
    this.#checks.set(partition, checks);
    this.#counts.files++;
    if (label !== undefined) this.#counts.labelled++;
    this.#labels.add(file);
    checks.add({ path, type, ...(label === undefined ? {} : { label }) }, this.#table.lookUp({ path, type }));
  }
}

function describe(partition: WalkedPartition, { path, file, line, ...difference }: LabelDifference): Difference {
  const place = { ...(file === undefined ? {} : { table: file }), ...(line === undefined ? {} : { tableLine: line }) };
  return { partition, path: normalPath(path), ...difference, ...place };
}

function countInvalid({ differences, omitted }: LabelCheck): number {
  return differences.filter(({ kind }) => kind === 'invalid').length + sum(omitted.map(({ kind, count }) => (kind === 'invalid' ? count : 0)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
