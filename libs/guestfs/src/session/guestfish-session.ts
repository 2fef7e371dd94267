import { ReadError } from '@staticfire/read/bytes';
import type { DriveFormat } from '../guestfs-disks.ts';
import { GuestfsError } from '../guestfs-error.ts';
import { GuestfishProcess } from './guestfish-process.ts';
import { lastWords } from './last-words.ts';
import { missingForSupermin } from './missing-for-supermin.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

/** The first start on a machine also builds the appliance, which takes a minute. */
const LIMITS: TimeLimits = { launchMs: 300_000, silenceMs: 120_000 };
const MAX_ANSWER = 16 * 1024 * 1024;
/** Commands that are sent at once. */
const BATCH = 500;
const SEPARATOR = '@';

export interface TimeLimits {
  /** From the start of guestfish to a running appliance. */
  readonly launchMs: number;
  /** Without a sign from guestfish while it has something to do. */
  readonly silenceMs: number;
}

/** What is added to an appliance: a file's absolute path, or an nbd:// URI. */
export interface SessionDrive {
  readonly place: string;
  readonly format: DriveFormat;
  readonly sectorSize: number;
}

export interface SessionOptions {
  /** /dev/sda, /dev/sdb and so on. */
  readonly drives: readonly SessionDrive[];
  readonly folder: TemporaryFolder;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly limits?: TimeLimits | undefined;
}

/** What a command printed, as Latin-1; or why it failed. */
export type Answer = { readonly text: string } | { readonly error: string };

/** One appliance with its drives read-only and without network, that is asked one thing after the other. */
export class GuestfishSession {
  readonly #process: GuestfishProcess;
  readonly #suffix: string;
  readonly #silenceMs: number;
  #asked = 0;
  /** Why there are no more answers. */
  #failure: Error | undefined;

  private constructor(process: GuestfishProcess, suffix: string, silenceMs: number) {
    this.#process = process;
    this.#suffix = suffix;
    this.#silenceMs = silenceMs;
  }

  /** Starts the appliance. Throws GuestfsError. */
  static async start({ drives, folder, environment, limits = LIMITS }: SessionOptions): Promise<GuestfishSession> {
    const own = { LIBGUESTFS_BACKEND: 'direct', LIBGUESTFS_TMPDIR: folder.path, LC_ALL: 'C' };
    const args = ['--ro', ...drives.flatMap(({ place, format, sectorSize }) => [`--format=${format}`, `--blocksize=${sectorSize}`, '-a', place])];
    const process = new GuestfishProcess(args, { environment: { ...environment, ...own }, onEnd: () => folder.remove() });
    const session = new GuestfishSession(process, folder.suffix, limits.silenceMs);
    const launched = await session.#exchange(['-run'], limits.launchMs, 'its start');
    process.noteSocketFolders();
    if (launched.error !== undefined) {
      process.kill();
      const missing = launched.error.includes('supermin') ? missingForSupermin(environment) : [];
      throw new GuestfsError('failed', [`libguestfs did not start: ${launched.error}`, ...missing].join('; '));
    }
    return session;
  }

  async ask(command: string): Promise<Answer> {
    const { text, error } = await this.#exchange([`-${command}`], this.#silenceMs, command);
    return error === undefined ? { text } : { error };
  }

  /** What each command printed, undefined where it failed. For those that print no name of the image. */
  async askEach(commands: readonly string[]): Promise<readonly (string | undefined)[]> {
    const answers: (string | undefined)[] = [];
    for (let at = 0; at < commands.length; at += BATCH) {
      const lines = commands.slice(at, at + BATCH).flatMap((command) => [`-${command}`, `echo ${SEPARATOR}`]);
      const { text } = await this.#exchange(lines, this.#silenceMs, 'many questions');
      const parts = text.split(`${SEPARATOR}\n`).slice(0, -1);
      answers.push(...parts.map((part) => (part === '' ? undefined : part)));
    }
    return answers;
  }

  /** Gives what a command writes to its output, named `-`, to `onBytes`; undefined or why the command failed. What `onBytes` throws ends the session. */
  async receive(command: string, onBytes: (bytes: Uint8Array) => void): Promise<string | undefined> {
    return (await this.#exchange([`-${command} | cat >&3`], this.#silenceMs, command, onBytes)).error;
  }

  close(): Promise<void> {
    return this.#process.close();
  }

  /** Every stream gets the same mark, so that each is known to be read to its end. */
  async #exchange(lines: readonly string[], limit: number, what: string, onBytes: (bytes: Uint8Array) => void = () => {}) {
    if (this.#failure !== undefined) throw this.#failure;
    const mark = `-- ${this.#suffix} ${++this.#asked} --`;
    const { answers, errors, bytes, ended } = this.#process;
    const text = gather();
    const errorText = gather();
    const read = Promise.all([answers.until(`${mark}\n`, text.add), errors.until(mark, errorText.add), bytes.until(mark, onBytes)]);
    const silent = this.#process.silentFor(limit, what);
    this.#process.write(`${[...lines, `!printf %s '${mark}' >&3; printf %s '${mark}' >&2`, `echo "${mark}"`].join('\n')}\n`);
    try {
      await Promise.race([read, ended, silent.promise]);
    } catch (error) {
      this.#process.kill();
      this.#failure = asGuestfsError(error);
      throw this.#failure;
    } finally {
      silent.stop();
    }
    const found = errorText.text();
    return { text: text.text(), error: found.includes('error: ') ? lastWords(found) : undefined };
  }
}

/** What reading an answer throws ends the session: the rest of the answer would be taken for the next. */
function asGuestfsError(error: unknown): Error {
  if (error instanceof ReadError) return new GuestfsError('failed', error.message, { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}

function gather() {
  const pieces: Buffer[] = [];
  let length = 0;
  return {
    add: (bytes: Uint8Array) => {
      length += bytes.length;
      if (length > MAX_ANSWER) throw new GuestfsError('failed', `libguestfs answered with more than ${MAX_ANSWER} bytes`);
      pieces.push(Buffer.from(bytes));
    },
    text: () => Buffer.concat(pieces).toString('latin1'),
  };
}
