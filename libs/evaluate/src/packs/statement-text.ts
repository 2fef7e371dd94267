import { stringify } from 'yaml';
import type { Rule } from './pack.ts';

export interface StatementText {
  /** The expression, or the assertions about the SELinux policy as YAML. */
  readonly assert: string;
  readonly language: 'cel' | 'selinux';
}

/** What a rule says, for people. */
export function statementText({ assert, selinux }: Rule): StatementText {
  if (selinux === undefined) return { assert: assert.source, language: 'cel' };
  return { assert: stringify(selinux.assertions, { lineWidth: 120 }), language: 'selinux' };
}
