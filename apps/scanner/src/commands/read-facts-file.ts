import { readFileSync } from 'node:fs';
import type { FactsDocument } from '@staticfire/facts';
import { parseFacts } from '@staticfire/scan/judge';
import { UsageError } from '../failure.ts';
import { describeFileError } from '../file-error.ts';

/** A saved facts document. Throws UsageError when the file cannot be read or does not fit the schema. */
export function readFactsFile(path: string): FactsDocument {
  try {
    return parseFacts(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path}: ${describeFileError(error)}`, { cause: error });
  }
}
