import type { ByteCounters, Counter, Progress, ProgressEvent, Stage } from '@staticfire/scan';

const REDRAW_MS = 100;
const COUNTERS: readonly { readonly counter: Counter; readonly label: string }[] = [
  { counter: 'root', label: 'dm-verity' },
  { counter: 'files', label: 'files' },
  { counter: 'image', label: 'digest' },
];
const STAGE_TEXT: Readonly<Record<Stage, string>> = {
  unpack: 'opening the file',
  open: 'partition table',
  guestfs: 'reading with libguestfs',
  collect: 'collecting facts',
  content: 'checksum of the compressed content',
  derive: 'deriving facts',
  evaluate: 'evaluating rules',
  digest: 'digest of the image file',
};

/** Progress on stderr: one live line on a terminal, a line for each stage elsewhere, nothing when quiet. Call `stop` at the end. */
export function showProgress(stderr: NodeJS.WriteStream, quiet: boolean): Progress & { stop(): void } {
  if (quiet) return { onEvent: () => {}, stop: () => {} };
  return stderr.isTTY ? liveProgress(stderr) : plainProgress(stderr);
}

function plainProgress(stderr: NodeJS.WriteStream): Progress & { stop(): void } {
  return {
    onEvent(event, counters) {
      if (event.kind === 'stage' && event.state === 'done') stderr.write(`staticfire: ${STAGE_TEXT[event.stage]}: done${amounts(counters, new Map())}\n`);
    },
    stop() {},
  };
}

function liveProgress(stderr: NodeJS.WriteStream): Progress & { stop(): void } {
  const totals = new Map<Counter, number>();
  let line = '';
  let latest: { stage: Stage; counters: ByteCounters } | undefined;
  const draw = () => {
    if (latest === undefined) return;
    line = `${STAGE_TEXT[latest.stage]}${amounts(latest.counters, totals)}`;
    stderr.write(`\r\x1b[2K${line.slice(0, (stderr.columns ?? 80) - 1)}`);
  };
  const timer = setInterval(draw, REDRAW_MS);
  timer.unref();
  return {
    onEvent(event: ProgressEvent, counters) {
      if (event.kind === 'total') totals.set(event.counter, event.bytes);
      else if (event.state === 'started') latest = { stage: event.stage, counters };
      draw();
    },
    stop() {
      clearInterval(timer);
      if (line !== '') stderr.write('\r\x1b[2K');
    },
  };
}

function amounts(counters: ByteCounters, totals: ReadonlyMap<Counter, number>): string {
  return COUNTERS.map(({ counter, label }) => ({ label, done: counters.bytes(counter), total: totals.get(counter) }))
    .filter(({ done }) => done > 0)
    .map(({ label, done, total }) => `, ${label} ${megabytes(Math.min(done, total ?? done))}${total === undefined ? '' : ` of ${megabytes(total)}`} MB`)
    .join('');
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
