import { printable } from '@staticfire/report';
import { checkPacks } from '@staticfire/scan';
import { ExitCode } from '../exit-code.ts';
import { loadPackFolders } from '../load-policies.ts';

const MAX_SHOWN = 200;

/** Loads packs and runs the cases of their rules; the exit code says whether all came out as expected. */
export function checkPackFolders(folders: readonly string[]): ExitCode {
  const packs = loadPackFolders(folders);
  const { rules, cases, failures, rowsWithoutCase } = checkPacks(folders.length === 0 ? packs : packs.filter(({ foreign }) => foreign));
  for (const failure of failures.slice(0, MAX_SHOWN)) process.stdout.write(`${printable(failure, 1000)}\n`);
  for (const id of rowsWithoutCase.slice(0, MAX_SHOWN)) process.stdout.write(`${printable(id)}: no case runs on this row\n`);
  process.stdout.write(`${rules} rules, ${cases} cases: ${failures.length} not as expected, ${rowsWithoutCase.length} rows without a case of their own\n`);
  return failures.length === 0 ? ExitCode.passed : ExitCode.usage;
}
