import { printable } from '@staticfire/report';
import { ExitCode } from './exit-code.ts';

/** A call that cannot be carried out as it was written: one line, exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reports that could not be written, a line for each: exit 4. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
}

/** What a user sees of an error, and the exit code. Only our own bugs show a stack. */
export function explainFailure(error: unknown): { readonly lines: readonly string[]; readonly exitCode: ExitCode } {
  if (!(error instanceof Error)) return { lines: [`bug: ${String(error)}`], exitCode: ExitCode.bug };
  switch (error.name) {
    case 'UsageError':
    case 'UnknownNameError':
    case 'UnknownProfileError':
    case 'UserDataError':
    case 'GuestfsError':
    case 'InputError':
      return explain(error, ExitCode.usage);
    case 'PackLoadError':
      return { lines: error.message.split('\n').map((line) => printable(line, 2000)), exitCode: ExitCode.usage };
    case 'ImageError':
      return explain(error, ExitCode.inconclusive);
    case 'DeliveryError':
      return { lines: error.message.split('\n').map((line) => printable(line, 2000)), exitCode: ExitCode.undelivered };
    default:
      return { lines: ['bug: please report this', ...(error.stack ?? error.message).split('\n').map((line) => printable(line, 500))], exitCode: ExitCode.bug };
  }
}

function explain(error: Error, exitCode: ExitCode) {
  return { lines: [printable(error.message, 2000)], exitCode };
}
