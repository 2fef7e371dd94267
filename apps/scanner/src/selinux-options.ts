import { type Command, InvalidArgumentError, Option } from 'commander';
import { ALLOW_HTTP, DISK } from './image-argument.ts';

export const IMAGE_OR_POLICY = `binary policy; or a ${DISK}; or the partition image ROOT: then the policy that it configures`;

export const ASKED_EXIT_CODES = `
Exit codes:
  0    answered, also when the answer is that there is nothing
  2    usage: the policy has no such type, class, permission … (the nearest one is named)
  3    the policy or image could not be read, or the question is too large
`;

/** Names with commas between them. */
export const list = (value: string): readonly string[] => value.split(',').filter((name) => name !== '');
export const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, ...list(value)];

export const conditions = (standard: string) =>
  new Option('--conditions <which>', `conditional rules that count: of every branch, or as the booleans are set (default: ${standard})`).choices([
    'any',
    'default',
  ]);
export const brief = () => new Option('--brief', 'without the rules that prove it');

/** Those of every question. */
export function commonOptions(command: Command): Command {
  return command
    .addOption(new Option('--bank <bank>', 'of an image: the bank (default: the one that boots)').choices(['A', 'B']))
    .option('--allow-http', ALLOW_HTTP)
    .addOption(new Option('--data-disk <file>').hideHelp().argParser(refuseDataDisk))
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'));
}

/** What `scan` takes and a question to a policy has no use for. */
function refuseDataDisk(): never {
  throw new InvalidArgumentError('Neither a policy nor labels are on a data disk; leave it out.');
}
