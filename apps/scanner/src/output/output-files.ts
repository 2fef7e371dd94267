import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { findReporter, type Reporter, reporters } from '@staticfire/report';
import { UsageError } from '../failure.ts';

export interface OutputFile {
  readonly reporter: Reporter;
  readonly path: string;
}

/** `--output FORMAT=FILE` words, checked before anything is scanned: known format, existing folder, never the input itself. */
export function parseOutputs(words: readonly string[], input: string): readonly OutputFile[] {
  const outputs = words.map((word) => parseOutput(word, input));
  for (const [index, { path }] of outputs.entries()) {
    if (outputs.findIndex((other) => resolve(other.path) === resolve(path)) !== index) throw new UsageError(`--output names ${path} twice`);
  }
  return outputs;
}

function parseOutput(word: string, input: string): OutputFile {
  const at = word.indexOf('=');
  const reporter = at > 0 ? findReporter(word.slice(0, at)) : undefined;
  const path = word.slice(at + 1);
  if (reporter === undefined || path === '') {
    throw new UsageError(`--output ${word}: expected FORMAT=FILE with one of ${reporters.map(({ name }) => name).join(', ')}`);
  }
  checkTarget(path, input);
  return { reporter, path };
}

/** Refuses a target that cannot be a report: no folder for it, a folder itself, or the scanned file. */
export function checkTarget(path: string, input: string): void {
  const folder = statIfThere(dirname(resolve(path)));
  if (!folder?.isDirectory()) throw new UsageError(`${path} cannot be written: there is no folder ${dirname(path)}`);
  const target = statIfThere(path);
  if (target?.isDirectory()) throw new UsageError(`${path} cannot be written: it is a directory`);
  const source = statIfThere(input);
  if (target !== undefined && target.ino === source?.ino && target.dev === source.dev) throw new UsageError(`${path} is the input; it is never written to`);
}

function statIfThere(path: string) {
  return statSync(path, { throwIfNoEntry: false });
}
