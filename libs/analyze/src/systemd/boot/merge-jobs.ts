import { compareText } from '../names/unit-name.ts';
import { type Job, type JobType, mergeTypes } from './job.ts';

/** The type that jobs of one unit come to together; undefined where two of them contradict each other. */
export function mergeAll(jobs: readonly Job[]): JobType | undefined {
  return jobs.slice(1).reduce<JobType | undefined>((type, job) => (type === undefined ? undefined : mergeTypes(type, job.type)), jobs[0]!.type);
}

/** The job that is given up where two contradict each other; both matter → undefined. */
export function chooseUnmergeable(jobs: readonly Job[]): Job | undefined {
  for (const [at, a] of jobs.entries()) {
    for (const b of jobs.slice(at + 1)) {
      if (mergeTypes(a.type, b.type) !== undefined) continue;
      if (a.matters && b.matters) return undefined;
      if (a.matters !== b.matters) return a.matters ? b : a;
      const [stop, start] = a.type === 'stop' ? [a, b] : [b, a];
      return stop.objects.some(({ conflicts }) => conflicts) ? start : stop;
    }
  }
  return undefined;
}

/** Which other job of the unit one contradicts, in words. */
export function whyConflicting(jobs: readonly Job[], dropped: Job): string {
  const other = jobs.find((job) => job !== dropped && mergeTypes(job.type, dropped.type) === undefined)!;
  const from = other.objects.map(({ subject }) => subject.unit).toSorted(compareText)[0];
  return `${from ?? 'the boot'} makes it ${other.type}`;
}
