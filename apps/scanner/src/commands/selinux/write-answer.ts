import { canonicalJson } from '@staticfire/facts';
import { printable } from '@staticfire/report';
import { writeStdout } from '../../output/write-stdout.ts';

/** Lines of text with the names of the policy escaped, in full length; or the answer in JSON. */
export function writeAnswer(format: 'text' | 'json', answer: object, lines: () => Iterable<string>): Promise<void> {
  return writeStdout(format === 'json' ? [canonicalJson(answer)] : printableLines(lines()));
}

function* printableLines(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${printable(line, Number.POSITIVE_INFINITY)}\n`;
}
