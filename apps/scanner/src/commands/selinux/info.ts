import { listStatements, policyCounts, type StatementFilter, type StatementKind, statementKinds } from '@staticfire/analyze/selinux/info';
import type { OpenedPolicy } from '@staticfire/scan/selinux';
import { UsageError } from '../../failure.ts';
import { askPolicy } from './ask-policy.ts';
import type { PolicyOptions } from './policy-options.ts';
import { unknownName } from './usage-error.ts';
import { writeAnswer } from './write-answer.ts';

export interface InfoOptions extends PolicyOptions, StatementFilter {
  readonly list?: string;
}

/** Prints how much a policy holds of each kind, or the statements of one kind. */
export async function info(path: string, options: InfoOptions): Promise<void> {
  const { list } = options;
  if (list === undefined) return printCounts(path, options);
  if (!isKind(list)) throw await unknownName('kind of statement', list, statementKinds);
  const answer = await askPolicy(path, options, ({ place, policy }) => ({ policy: place, list, statements: listStatements(policy, list, options) }));
  return writeAnswer(options.format, answer, () => answer.statements);
}

async function printCounts(path: string, options: InfoOptions): Promise<void> {
  if (options.name !== undefined || options.type !== undefined) throw new UsageError('--name and --type choose among what --list lists');
  const answer = await askPolicy(path, options, describe);
  await writeAnswer(options.format, answer, () => [
    ...Object.entries(answer.policy).map(([key, value]) => `${key}: ${value}`),
    `version: ${answer.version}`,
    `MLS: ${answer.mls ? 'yes' : 'no'}`,
    `unknown classes and permissions: ${answer.handleUnknown}`,
    `policy capabilities: ${answer.capabilities.join(' ') || 'none'}`,
    `permissive types: ${answer.permissiveTypes.join(' ') || 'none'}`,
    ...Object.entries(answer.counts).map(([kind, count]) => `${kind}: ${count}`),
  ]);
}

function describe({ place, policy }: OpenedPolicy) {
  const { version, mls, handleUnknown, capabilities, permissiveTypes } = policy.header;
  const permissive = permissiveTypes.map((value) => policy.types.nameOf(value)).sort();
  return { policy: place, version, mls, handleUnknown, capabilities, permissiveTypes: permissive, counts: Object.fromEntries(policyCounts(policy)) };
}

function isKind(word: string): word is StatementKind {
  return (statementKinds as readonly string[]).includes(word);
}
