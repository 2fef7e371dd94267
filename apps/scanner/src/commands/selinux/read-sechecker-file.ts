import { readSechecker } from '@staticfire/analyze/selinux/sechecker';
import { UsageError } from '../../failure.ts';
import type { CheckFile } from './check-file.ts';
import { readTextFile } from './read-text-file.ts';

const MAX_LENGTH = 1024 * 1024;
const READ_ERRORS = ['FormatError', 'UnsupportedError', 'LimitError'];

/** The checks of a configuration of sechecker. One that is none, or says what our assertions cannot, is a UsageError with section, option and line. */
export function readSecheckerFile(path: string): CheckFile {
  const text = readTextFile(path, MAX_LENGTH);
  try {
    return { checks: readSechecker(text, path).assertions };
  } catch (error) {
    if (!(error instanceof Error) || !READ_ERRORS.includes(error.name)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}
