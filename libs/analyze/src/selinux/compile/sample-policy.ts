import { FormatError } from '@staticfire/read/bytes';
import { type CilList, parseCil } from '@staticfire/read/formats/cil';
import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { type CilModule, cilText } from '../cil/index.ts';
import { compileCil } from './compile-cil.ts';

/** What is other in a policy than in the sample that it comes from. */
export interface CilChange {
  /** Statements that come at the end. */
  readonly cil?: string;
  /** Starts of statements that are left out, written with one blank between words; each has to be that of one at least. */
  readonly without?: readonly string[];
}

const SAMPLE = 'sample';
const CHANGE = 'change';

/** A policy in CIL, compiled again with each change. */
export class SamplePolicy {
  readonly #statements: readonly CilList[];
  #texts: readonly string[] | undefined;

  /** Throws what `parseCil` throws. */
  constructor(cil: string) {
    this.#statements = parseCil(Buffer.from(cil), SAMPLE);
  }

  /** The modules with the change; text that is no CIL and a start that no statement has are a FormatError. */
  modules({ cil = '', without = [] }: CilChange = {}): readonly CilModule[] {
    const left = without.reduce((statements, start) => this.#leaveOut(statements, start), this.#statements);
    const changed = cil === '' ? [] : [{ file: CHANGE, statements: parseCil(Buffer.from(cil), CHANGE) }];
    return [{ file: SAMPLE, statements: left }, ...changed];
  }

  /** Throws what `compileCil` throws as well. */
  policy(change: CilChange = {}): SelinuxPolicy {
    return compileCil(this.modules(change));
  }

  #leaveOut(statements: readonly CilList[], start: string): readonly CilList[] {
    this.#texts ??= this.#statements.map(cilText);
    const removed = new Set(this.#statements.filter((_, index) => this.#texts![index]!.startsWith(start)));
    if (removed.size === 0) throw new FormatError({ structure: SAMPLE, field: 'statements', found: 'none', expected: `one that starts with ${start}` });
    return statements.filter((statement) => !removed.has(statement));
  }
}
