import type { UnitGraph } from '../graph/unit-graph.ts';
import { compareText } from '../names/unit-name.ts';
import type { Job } from './job.ts';

interface Visit {
  readonly job: Job;
  readonly next: readonly Job[];
  at: number;
}

/**
 * Jobs that wait for one another, the last of them first (systemd src/core/transaction.c, `transaction_verify_order`). A job comes before another as the
 * units are ordered; a stop comes before whatever it is ordered with.
 */
export function findCycle(graph: UnitGraph, jobs: ReadonlyMap<string, readonly Job[]>): readonly Job[] | undefined {
  const done = new Set<Job>();
  for (const [root] of jobs.values()) {
    const path: Visit[] = done.has(root!) ? [] : [visit(graph, jobs, root!)];
    const places = new Map<Job, number>([[root!, 0]]);
    while (path.length > 0) {
      const last = path.at(-1)!;
      const next = last.next[last.at++];
      if (next === undefined) {
        done.add(last.job);
        places.delete(last.job);
        path.pop();
      } else if (!done.has(next)) {
        const start = path.findIndex(({ job }) => job === next);
        if (start >= 0)
          return path
            .slice(start)
            .map(({ job }) => job)
            .reverse();
        places.set(next, path.length);
        path.push(visit(graph, jobs, next));
      }
    }
  }
  return undefined;
}

function visit(graph: UnitGraph, jobs: ReadonlyMap<string, readonly Job[]>, job: Job): Visit {
  const of = (kind: 'Before' | 'After') => [...graph.of(job.unit, kind)].sort(compareText).flatMap((name) => jobs.get(name)?.[0] ?? []);
  const later = of('Before').filter((other) => other.type !== 'stop');
  const undone = job.type === 'stop' ? of('After') : [];
  return { job, next: [...later, ...undone], at: 0 };
}
