import { accessSync, constants, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { findReporter, type Reporter, reporters } from '@staticfire/report';
import { UsageError } from '../failure.ts';
import { describeFileError } from '../file-error.ts';
import { isSpecial } from './write-file.ts';

export interface OutputFile {
  readonly reporter: Reporter;
  readonly path: string;
}

/**
 * `--output FORMAT=FILE` words, checked before anything is scanned: a known format, a folder that can be written, no file twice, and none
 * of the files that are read. Throws UsageError.
 */
export async function parseOutputs(words: readonly string[], inputs: readonly (string | undefined)[]): Promise<readonly OutputFile[]> {
  const outputs: OutputFile[] = [];
  const places = new Map<string, string>();
  for (const word of words) {
    const output = await parseOutput(word);
    checkTarget(output.path, inputs);
    const place = placeOf(output.path);
    const other = places.get(place);
    if (other !== undefined && !isSpecial(output.path))
      throw new UsageError(`--output names ${output.path} twice${other === output.path ? '' : `: it is ${other}`}`);
    places.set(place, output.path);
    outputs.push(output);
  }
  return outputs;
}

async function parseOutput(word: string): Promise<OutputFile> {
  const at = word.indexOf('=');
  const [name, path] = at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
  const reporter = findReporter(name);
  if (reporter === undefined) throw new UsageError(`--output ${word}: ${await describeFormat(name)}`);
  if (at < 0) throw new UsageError(`--output ${word}: expected FORMAT=FILE, as in --output ${name}=FILE; --format ${name} is for stdout`);
  if (path === '') throw new UsageError(`--output ${word}: expected a file after "="`);
  return { reporter, path };
}

async function describeFormat(name: string): Promise<string> {
  // Loaded for this error only: it comes with everything that reads packs.
  const { describeUnknown } = await import('@staticfire/evaluate/packs');
  const names = reporters.map((reporter) => reporter.name);
  return `expected FORMAT=FILE, ${describeUnknown('format', name, names)} (there are ${names.join(', ')})`;
}

/** Refuses a target that cannot be written: no folder for it, a folder itself, or one of the files that are read. Throws UsageError. */
export function checkTarget(path: string, inputs: readonly (string | undefined)[]): void {
  const folder = dirname(resolve(path));
  if (!statIfThere(folder)?.isDirectory()) throw new UsageError(`${path} cannot be written: there is no folder ${dirname(path)}`);
  const target = statIfThere(path);
  if (target?.isDirectory()) throw new UsageError(`${path} cannot be written: it is a directory`);
  for (const input of inputs) {
    const source = input === undefined ? undefined : statIfThere(input);
    if (target?.isFile() && source !== undefined && isSame(target, source)) throw new UsageError(`${path} is an input; it is never written to`);
  }
  checkWritable(isSpecial(path) ? path : dirname(realIfThere(path)), path);
}

function checkWritable(place: string, path: string): void {
  try {
    accessSync(place, constants.W_OK);
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${describeFileError(error)}`, { cause: error });
  }
}

/** The same for every spelling of a file, whether it is there or not. */
function placeOf(path: string): string {
  const target = statIfThere(path);
  return target === undefined ? join(realpathSync(dirname(resolve(path))), basename(path)) : `${target.dev}:${target.ino}`;
}

function realIfThere(path: string): string {
  return statIfThere(path) === undefined ? resolve(path) : realpathSync(path);
}

function isSame(one: Stats, other: Stats): boolean {
  return one.ino === other.ino && one.dev === other.dev;
}

function statIfThere(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
