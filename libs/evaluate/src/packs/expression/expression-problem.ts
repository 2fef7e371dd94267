import { TypeError as CelTypeError } from '@marcbachmann/cel-js';
import { fieldName, type Node, placeOfName, unwrap } from './ast-node.ts';
import type { FactTypes } from './fact-types.ts';
import { fieldProblem } from './field-problem.ts';

export interface ExpressionProblem {
  readonly message: string;
  /** Characters from the start of the expression. */
  readonly offset: number;
}

/** What cel-js found wrong, in words that help where it has none. */
export function describeError(error: unknown, types: FactTypes): ExpressionProblem {
  if (!(error instanceof Error)) return { message: String(error), offset: 0 };
  const summary = 'summary' in error && typeof error.summary === 'string' ? error.summary : error.message;
  const range = 'range' in error ? (error.range as { start?: number } | undefined) : undefined;
  const message =
    summary === 'has() invalid argument' ? 'has takes names with dots, has(a.b.c); of others write a.?b.hasValue(), a[?"b-c"].hasValue()' : summary;
  return unknownField(error, types) ?? { message, offset: range?.start ?? 0 };
}

/** cel-js says that a field is not there, but not which there are. */
function unknownField(error: Error, types: FactTypes): ExpressionProblem | undefined {
  const node = error instanceof CelTypeError && error.code === 'no_such_key' ? (error.node as unknown as Node | undefined) : undefined;
  const name = node === undefined ? undefined : unwrap((node.args[0] as Node).checkedType)?.name;
  const schema = name === undefined ? undefined : types.schemaOf(name);
  const message = schema === undefined ? undefined : fieldProblem(schema, fieldName(node!)!);
  return message === undefined ? undefined : { message, offset: placeOfName(node!) };
}
