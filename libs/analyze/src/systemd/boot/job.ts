/** What is to be done with a unit. At a boot nothing is restarted or reloaded. */
export type JobType = 'start' | 'verify-active' | 'stop';

/** That one job pulled in another. */
export interface JobLink {
  /** The job that pulls. */
  readonly subject: Job;
  readonly object: Job;
  /** Without the object the subject is nothing: it goes where that goes. */
  readonly matters: boolean;
  readonly conflicts: boolean;
}

export class Job {
  readonly unit: string;
  type: JobType;
  /** What it pulls in. */
  subjects: JobLink[] = [];
  /** What pulls it in. */
  objects: JobLink[] = [];
  matters = false;

  constructor(unit: string, type: JobType) {
    this.unit = unit;
    this.type = type;
  }
}

/** The job that does what both do; a stop goes with nothing else → undefined (systemd src/core/job.c). */
export function mergeTypes(a: JobType, b: JobType): JobType | undefined {
  if (a === b) return a;
  return a === 'stop' || b === 'stop' ? undefined : 'start';
}
