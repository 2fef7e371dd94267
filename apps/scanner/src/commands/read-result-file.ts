import { readFileSync } from 'node:fs';
import { checkDocument } from '@staticfire/facts';
import { RESULT_SCHEMA_ID, restoreResult, type SavedResult, type ScanResult } from '@staticfire/findings';
import schema from '@staticfire/report/result.schema.json' with { type: 'json' };
import { UsageError } from '../failure.ts';
import { describeFileError } from '../file-error.ts';

/** Whether a parsed document says that it is a result. */
export function isResult(document: unknown): boolean {
  return typeof document === 'object' && document !== null && '$schema' in document && document.$schema === RESULT_SCHEMA_ID;
}

/** A saved result. Throws UsageError with the place when it does not fit the published schema, or names sources that are not in it. */
export function checkResult(document: unknown, path: string): ScanResult {
  const misfit = checkDocument(document, schema);
  if (misfit !== undefined) throw new UsageError(`${path}: ${misfit.pointer === '' ? '/' : misfit.pointer} ${misfit.message}`);
  try {
    return restoreResult(document as SavedResult);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`${path}: ${error.message}`, { cause: error });
  }
}

/** A result that `--format json` wrote. Throws UsageError when the file cannot be read, is no result or does not fit the published schema. */
export function readResultFile(path: string): ScanResult {
  const document = parseFile(path);
  if (!isResult(document)) throw new UsageError(`${path} is no result: \`scan --output json=FILE\` writes one`);
  return checkResult(document, path);
}

function parseFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    throw new UsageError(`${path}: ${describeFileError(error)}`, { cause: error });
  }
}
