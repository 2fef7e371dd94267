import { readFileSync, statSync } from 'node:fs';
import { UsageError } from '../../failure.ts';
import { describeFileError } from '../../file-error.ts';

/** A text that the user names. What cannot be read, is longer than `maxLength` bytes or not UTF-8 is a UsageError. */
export function readTextFile(path: string, maxLength: number): string {
  try {
    const { size } = statSync(path);
    if (size > maxLength) throw new UsageError(`it has ${size} bytes, at most ${maxLength} are read`);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (error) {
    const reason = error instanceof TypeError ? 'it is not UTF-8' : describeFileError(error);
    throw new UsageError(`${path}: ${reason}`, { cause: error });
  }
}
