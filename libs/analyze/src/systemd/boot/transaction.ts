import { LimitError } from '@staticfire/read/bytes';
import type { DependencyKind } from '../graph/dependency-kind.ts';
import type { UnitGraph } from '../graph/unit-graph.ts';
import { type LoadState, PERPETUAL } from '../load/loaded-unit.ts';
import { compareText } from '../names/unit-name.ts';
import { findCycle } from './find-cycle.ts';
import { Job, type JobLink, type JobType } from './job.ts';
import { chooseUnmergeable, mergeAll, whyConflicting } from './merge-jobs.ts';

/** A unit that could not be had. */
export interface MissingUnit {
  readonly unit: string;
  readonly neededBy: string;
  readonly kind: DependencyKind;
  readonly state: LoadState;
}

export interface OrderingCycle {
  /** Each comes before the next, and the last before the first. */
  readonly units: readonly string[];
  /** The unit whose job ends the cycle by not being done; without one systemd does nothing at all. systemd may choose another of them. */
  readonly skipped?: string;
}

/** A job that another one rules out. Where systemd has a choice, the order in which it happens to look at jobs decides; here it is that of names. */
export interface DroppedJob {
  readonly unit: string;
  readonly type: JobType;
  readonly because: string;
}

export interface Transaction {
  /** Why systemd does nothing at all. */
  readonly failed?: string;
  /** Units to start, in byte order, each with the one that pulled it in first. */
  readonly starts: readonly { readonly unit: string; readonly by?: string }[];
  readonly missing: readonly MissingUnit[];
  readonly cycles: readonly OrderingCycle[];
  readonly dropped: readonly DroppedJob[];
}

/** Why a unit cannot be started. */
class Refusal {
  readonly reason: string;
  /** Not for jobs of its type: whoever wants it goes on. */
  readonly notApplicable: boolean;

  constructor(reason: string, notApplicable = false) {
    this.reason = reason;
    this.notApplicable = notApplicable;
  }
}

/** A job that another one wants. */
interface Pull {
  readonly unit: string;
  readonly type: JobType;
  readonly matters: boolean;
  readonly conflicts: boolean;
  /** Of starts. */
  readonly kind?: DependencyKind;
}

/** A job of which the pulls before `at` have been added. */
interface Frame {
  readonly job: Job;
  readonly pulls: readonly Pull[];
  at: number;
}

const STARTS: readonly (readonly [DependencyKind, JobType, boolean, boolean])[] = [
  ['Requires', 'start', true, false],
  ['BindsTo', 'start', true, false],
  ['Wants', 'start', false, false],
  ['Upholds', 'start', false, false],
  ['Requisite', 'verify-active', true, false],
  ['Conflicts', 'stop', true, true],
  ['ConflictedBy', 'stop', false, false],
];
/** What stops with a unit that is stopped. */
const STOPS: readonly DependencyKind[] = ['RequiredBy', 'RequisiteOf', 'BoundBy', 'ConsistsOf', 'PropagatesStopTo'];
const MAX_CYCLES = 200;

/**
 * What systemd does to start a unit when nothing runs yet (src/core/transaction.c): everything it needs or wants, without what contradicts itself.
 * `isolate` keeps jobs that nothing needs any more, as the start of default.target does. More than 200 ordering cycles → LimitError.
 */
export function planStart(graph: UnitGraph, target: string, mode: 'isolate' | 'replace'): Transaction {
  return new Planner(graph, mode).plan(target);
}

class Planner {
  readonly #graph: UnitGraph;
  readonly #mode: 'isolate' | 'replace';
  /** By unit, the newest first. */
  readonly #jobs = new Map<string, Job[]>();
  readonly #missing: MissingUnit[] = [];
  readonly #cycles: OrderingCycle[] = [];
  readonly #dropped: DroppedJob[] = [];
  readonly #by = new Map<string, string>();
  #anchor: Job | undefined;

  constructor(graph: UnitGraph, mode: 'isolate' | 'replace') {
    this.#graph = graph;
    this.#mode = mode;
  }

  plan(target: string): Transaction {
    const refusal = this.#addAll(target);
    const failed = refusal?.reason ?? this.#settle();
    const found = { missing: this.#missing, cycles: this.#cycles, dropped: this.#dropped };
    if (failed !== undefined) return { failed, starts: [], ...found };
    const started = [...this.#jobs.values()].flatMap(([job]) => (job?.type === 'start' ? [job.unit] : []));
    const starts = started.toSorted(compareText).map((unit) => ({ unit, ...(this.#by.has(unit) ? { by: this.#by.get(unit)! } : {}) }));
    return { starts, ...found };
  }

  /** The job of the target with all that it pulls in. What was added before a refusal stays, as systemd leaves it. */
  #addAll(target: string): Refusal | undefined {
    const frames: Frame[] = [];
    let refusal = this.#addJob(frames, { unit: target, type: 'start', matters: true, conflicts: false }, undefined);
    while (frames.length > 0) {
      const frame = frames.at(-1)!;
      const pull = refusal === undefined ? frame.pulls[frame.at++] : frame.pulls[frame.at - 1]!;
      if (pull === undefined) frames.pop();
      else if (refusal === undefined) refusal = this.#addJob(frames, pull, frame.job);
      else {
        if (pull.kind !== undefined) this.#note(pull.unit, frame.job, pull.kind);
        if (pull.matters && !refusal.notApplicable) frames.pop();
        else refusal = undefined;
      }
    }
    return refusal;
  }

  /** Adds one job; when it is new, what it pulls in is the next frame. */
  #addJob(frames: Frame[], { unit, type, matters, conflicts }: Pull, by: Job | undefined): Refusal | undefined {
    const refusal = this.#refuse(type, unit);
    if (refusal !== undefined) return refusal;
    const { job, isNew } = this.#jobOf(type, unit);
    if (by === undefined) this.#anchor = job;
    else link({ subject: by, object: job, matters, conflicts });
    if (!isNew) return undefined;
    if (by !== undefined && type === 'start' && !this.#by.has(unit)) this.#by.set(unit, by.unit);
    frames.push({ job, pulls: this.#pullsOf(job), at: 0 });
    return undefined;
  }

  #pullsOf(job: Job): readonly Pull[] {
    if (job.type === 'stop')
      return STOPS.flatMap((kind) => this.#names(job, kind).map((unit) => ({ unit, type: 'stop' as const, matters: true, conflicts: false })));
    const kinds = job.type === 'start' ? STARTS : [];
    return kinds.flatMap(([kind, type, matters, conflicts]) => this.#names(job, kind).map((unit) => ({ unit, type, matters, conflicts, kind })));
  }

  #names(job: Job, kind: DependencyKind): readonly string[] {
    return [...this.#graph.of(job.unit, kind)].sort(compareText);
  }

  #note(unit: string, job: Job, kind: DependencyKind): void {
    const state = this.#graph.units.get(unit)!.unit.loadState;
    if (state !== 'loaded') this.#missing.push({ unit, neededBy: job.unit, kind, state });
  }

  #refuse(type: JobType, unit: string): Refusal | undefined {
    const { loadState, reason } = this.#graph.units.get(unit)!.unit;
    if (type === 'stop') return PERPETUAL.has(unit) ? new Refusal(`${unit} cannot be stopped`, true) : undefined;
    return loadState === 'loaded' ? undefined : new Refusal(`${unit} is ${loadState}${reason === undefined ? '' : `: ${reason}`}`);
  }

  #jobOf(type: JobType, unit: string): { readonly job: Job; readonly isNew: boolean } {
    const jobs = this.#jobs.get(unit) ?? [];
    const known = jobs.find((job) => job.type === type);
    if (known !== undefined) return { job: known, isNew: false };
    const job = new Job(unit, type);
    this.#jobs.set(unit, [job, ...jobs]);
    return { job, isNew: true };
  }

  /** Makes the transaction one that can be done; why it cannot → the reason. */
  #settle(): string | undefined {
    markMattering(this.#anchor!);
    this.#dropRedundant();
    return this.#breakCycles() ?? this.#mergeJobs();
  }

  #breakCycles(): string | undefined {
    for (;;) {
      this.#collectGarbage();
      const cycle = findCycle(this.#graph, this.#jobs);
      if (cycle === undefined) return undefined;
      if (this.#cycles.length === MAX_CYCLES) throw new LimitError({ structure: 'systemd units', message: `more than ${MAX_CYCLES} ordering cycles` });
      const skipped = cycle.find((job) => !this.#jobs.get(job.unit)!.some(({ matters }) => matters))?.unit;
      const units = cycle.map(({ unit }) => unit).reverse();
      this.#cycles.push({ units, ...(skipped === undefined ? {} : { skipped }) });
      if (skipped === undefined) return `what comes before what is a circle: ${units.join(', ')}`;
      for (const job of this.#jobs.get(skipped) ?? []) this.#delete(job, true);
    }
  }

  #mergeJobs(): string | undefined {
    for (;;) {
      const clash = [...this.#jobs.values()].find((jobs) => mergeAll(jobs) === undefined);
      if (clash === undefined) break;
      const dropped = chooseUnmergeable(clash);
      if (dropped === undefined) return `${clash[0]!.unit} is to be started and to be stopped`;
      this.#dropped.push({ unit: dropped.unit, type: dropped.type, because: whyConflicting(clash, dropped) });
      this.#delete(dropped, true);
      this.#collectGarbage();
    }
    for (const [unit, jobs] of this.#jobs) this.#merge(unit, jobs);
    this.#dropRedundant();
    return undefined;
  }

  #merge(unit: string, jobs: readonly Job[]): void {
    const [first, ...others] = jobs.includes(this.#anchor!) ? [this.#anchor!, ...jobs.filter((job) => job !== this.#anchor)] : jobs;
    first!.type = mergeAll(jobs)!;
    for (const other of others) {
      for (const { object, matters, conflicts } of other.subjects) link({ subject: first!, object, matters, conflicts });
      for (const { subject, matters, conflicts } of other.objects) link({ subject, object: first!, matters, conflicts });
      unlink(other);
    }
    this.#jobs.set(unit, [first!]);
  }

  /** To stop what does not run is nothing. */
  #dropRedundant(): void {
    for (const jobs of [...this.#jobs.values()]) {
      if (jobs.every((job) => job.type === 'stop' && job !== this.#anchor)) for (const job of jobs) this.#delete(job, false);
    }
  }

  #collectGarbage(): void {
    if (this.#mode === 'isolate') return;
    for (let again = true; again; ) {
      again = false;
      for (const jobs of [...this.#jobs.values()]) {
        for (const job of jobs) {
          if (job === this.#anchor || job.objects.length > 0) continue;
          this.#delete(job, true);
          again = true;
        }
      }
    }
  }

  /** With `whole` also the jobs for which it mattered. */
  #delete(first: Job, whole: boolean): void {
    const queue = [first];
    for (const job of queue) {
      const jobs = this.#jobs.get(job.unit)?.filter((each) => each !== job) ?? [];
      if (jobs.length === 0) this.#jobs.delete(job.unit);
      else this.#jobs.set(job.unit, jobs);
      if (whole) queue.push(...job.objects.flatMap(({ matters, subject }) => (matters && !queue.includes(subject) ? [subject] : [])));
      unlink(job);
    }
  }
}

function link(entry: JobLink): void {
  entry.subject.subjects.push(entry);
  entry.object.objects.push(entry);
}

function unlink(job: Job): void {
  for (const entry of job.subjects) entry.object.objects = entry.object.objects.filter((each) => each !== entry);
  for (const entry of job.objects) entry.subject.subjects = entry.subject.subjects.filter((each) => each !== entry);
  job.subjects = [];
  job.objects = [];
}

/** Jobs that the anchor cannot do without. */
function markMattering(anchor: Job): void {
  anchor.matters = true;
  const queue = [anchor];
  for (const job of queue) {
    for (const { object, matters } of job.subjects) {
      if (!matters || object.matters) continue;
      object.matters = true;
      queue.push(object);
    }
  }
}
