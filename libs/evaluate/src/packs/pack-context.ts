import type { ClassMaps } from '@staticfire/analyze/selinux/assertions';
import type { FactDeclaration } from '@staticfire/facts';
import type { Expression, ExpressionCompiler } from './expression/expression.ts';
import type { PackProblem } from './pack-problem.ts';
import type { Parameters } from './parameters.ts';

/** Is told of every expression that compiles: its file, the key that it stands behind, itself. */
export type ExpressionObserver = (file: string, key: string, expression: Expression) => void;

/** What the documents of one pack are compiled with. */
export interface PackContext {
  readonly packId: string;
  readonly compiler: ExpressionCompiler;
  /** Fact name → declaration. */
  readonly facts: ReadonlyMap<string, FactDeclaration>;
  readonly parameters: Parameters;
  readonly classMaps: ClassMaps;
  readonly problems: PackProblem[];
  readonly observe?: ExpressionObserver | undefined;
}
