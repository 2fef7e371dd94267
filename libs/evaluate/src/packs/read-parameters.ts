import type { ExpressionCompiler } from './expression/expression.ts';
import { RecordType } from './expression/record-type.ts';
import type { PackDocument } from './pack-document.ts';
import type { PackProblem } from './pack-problem.ts';
import { type ParameterDeclaration, Parameters } from './parameters.ts';
import { describeType, valueFits } from './value-type.ts';

/** The parameters of a schema-checked `pack.yaml`; every default has to fit its type. */
export function readParameters(document: PackDocument | undefined, compiler: ExpressionCompiler, problems: PackProblem[]): Parameters {
  const { parameters = {} } = (document?.value ?? {}) as { readonly parameters?: Readonly<Record<string, ParameterDeclaration>> };
  const declared = Object.entries(parameters);
  for (const [name, { type, default: value }] of declared) {
    if (!valueFits(type, value)) problems.push(document!.problem(['parameters', name, 'default'], `the default must be ${describeType(type)}`));
  }
  if (declared.length === 0) return new Parameters({}, undefined);
  const record = new RecordType(compiler.freshName('Params'), new Map(declared.map(([name, { type }]) => [name, type])), 'map');
  compiler.declareRecord(record);
  return new Parameters(parameters, record);
}
