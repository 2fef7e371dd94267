import type { FactDeclaration } from '@staticfire/facts';
import type { PackFile } from '../packs/index.ts';
import type { JudgedRule } from './judge-rule.ts';
import type { Judging } from './judge-rules.ts';

/** What the worker gets. Plain data. */
export interface JudgeTask {
  /** Of all packs: foreign ones may require shipped ones. */
  readonly files: readonly PackFile[];
  readonly catalogue: readonly FactDeclaration[];
  readonly judging: Judging;
  /** Ids of the rules that are still to be judged. */
  readonly rules: ReadonlySet<string>;
}

export type JudgeMessage = { readonly started: string } | { readonly ended: string; readonly judged: JudgedRule };
