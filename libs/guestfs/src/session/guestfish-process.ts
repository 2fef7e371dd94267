import { rmSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import { GuestfsError } from '../guestfs-error.ts';
import { lastWords } from './last-words.ts';
import { MarkedStream } from './marked-stream.ts';
import { findSocketFolders } from './socket-folders.ts';

const CLOSE_MS = 20_000;
/** For what it wrote before it ended. */
const LAST_WORDS_MS = 1000;
const MAX_ERROR_TEXT = 64 * 1024;
const NOT_INSTALLED = 'guestfish is not installed (Debian package libguestfs-tools, Fedora guestfs-tools); --reader guestfs needs it';

type Environment = Readonly<Record<string, string | undefined>>;

interface Settings {
  readonly environment: Environment;
  /** Also called when the process is killed or this one ends. */
  readonly onEnd: () => void;
}

/**
 * One guestfish, in a process group of its own that is killed as one. Its third pipe is for bytes. When this process ends, however that may be, so does guestfish: it is killed
 * where there is time to, and else finds nothing more to read.
 */
export class GuestfishProcess {
  readonly answers = new MarkedStream();
  readonly errors = new MarkedStream();
  readonly bytes = new MarkedStream();
  /** Rejects when guestfish ends before it is closed. */
  readonly ended: Promise<never>;
  readonly #subprocess: ReturnType<typeof startGuestfish>;
  readonly #onEnd: () => void;
  #errorText = '';
  #killed = false;
  #socketFolders: readonly string[] = [];
  #silence: NodeJS.Timeout | undefined;

  constructor(args: readonly string[], { environment, onEnd }: Settings) {
    this.#onEnd = onEnd;
    this.#subprocess = startGuestfish(args, environment);
    this.ended = this.#watch();
    this.ended.catch(() => {});
    const [, answers, errors, bytes] = this.#subprocess.stdio as unknown as readonly Readable[];
    this.#listen(answers, this.answers);
    this.#listen(errors, this.errors);
    this.#listen(bytes, this.bytes);
    this.#subprocess.stdin.on('error', () => {});
    process.on('exit', this.#atExit);
  }

  write(text: string): void {
    this.#subprocess.stdin.write(text);
  }

  /** Rejects when nothing is heard for that long; what is heard starts it again, `stop` ends it. */
  silentFor(milliseconds: number, what: string): { readonly promise: Promise<never>; readonly stop: () => void } {
    const promise = new Promise<never>((_, reject) => {
      const message = `libguestfs did not answer within ${milliseconds / 1000} s (${what})`;
      this.#silence = setTimeout(() => reject(new GuestfsError('failed', message)), milliseconds);
    });
    return { promise, stop: () => this.#stopTimer() };
  }

  /** Call it when the appliance runs: what guestfish made until then is taken away when it does not do so itself. */
  noteSocketFolders(): void {
    this.#socketFolders = findSocketFolders(this.#subprocess.pid);
  }

  /** Lets guestfish end the appliance, and kills it when it has not after 20 s. */
  async close(): Promise<void> {
    this.#stopTimer();
    this.#subprocess.stdin.end();
    const limit = setTimeout(() => this.kill(), CLOSE_MS);
    await this.ended.catch(() => {});
    clearTimeout(limit);
  }

  /** Ends guestfish and all that it started, at once. */
  kill(): void {
    if (this.#killed) return;
    this.#killed = true;
    this.#stopTimer();
    const { pid } = this.#subprocess;
    const folders = new Set([...this.#socketFolders, ...findSocketFolders(pid)]);
    if (pid !== undefined) killGroup(pid);
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    this.#onEnd();
    process.off('exit', this.#atExit);
  }

  /** A timer that is stopped must not be refreshed: that starts it again. */
  #stopTimer(): void {
    clearTimeout(this.#silence);
    this.#silence = undefined;
  }

  readonly #atExit = (): void => this.kill();

  #listen(stream: Readable | undefined, marked: MarkedStream): void {
    stream?.on('error', () => {});
    stream?.on('data', (bytes: Buffer) => {
      this.#silence?.refresh();
      if (marked === this.errors) this.#errorText = (this.#errorText + bytes.toString('latin1')).slice(-MAX_ERROR_TEXT);
      marked.push(bytes);
    });
  }

  async #watch(): Promise<never> {
    const { code, exitCode, signal } = await exitOf(this.#subprocess);
    this.kill();
    await Promise.race([this.#subprocess, wait(LAST_WORDS_MS, undefined, { ref: false })]);
    if (code === 'ENOENT') throw new GuestfsError('unsuited', NOT_INSTALLED);
    const how = signal === null ? `with exit code ${exitCode}` : `by ${signal}`;
    throw new GuestfsError('failed', `guestfish ended ${how}: ${lastWords(this.#errorText)}`);
  }
}

function startGuestfish(args: readonly string[], env: Environment) {
  return execa('guestfish', args, {
    env,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    buffer: false,
    reject: false,
    detached: true,
    cleanup: false,
    encoding: 'buffer',
  });
}

interface Ending {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Of the error for which it could not be started. */
  readonly code?: string;
}

/** How the process itself ended, or why it could not be started; others that it started may still hold its outputs. */
async function exitOf(subprocess: ReturnType<typeof startGuestfish>): Promise<Ending> {
  const exited = new Promise<Ending>((resolve) => {
    subprocess.nodeChildProcess.on('exit', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  const settled = subprocess.then(
    ({ exitCode, signal, code }): Ending => ({ exitCode: exitCode ?? null, signal: signal ?? null, ...(code === undefined ? {} : { code }) }),
  );
  return Promise.race([exited, settled]);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
