import { LimitError, ReadError } from '@staticfire/read/bytes';
import { type FileContextTables, type PlacedSpec, placedSpecs, refuseRepeats } from './file-context-tables.ts';
import { translateSpec } from './translate-spec.ts';

/**
 * Why a table cannot tell the labels of all paths, each an error that names file and line, at most `limit`: specs that `translateTables`
 * refuses, and expressions without the bound that a `LabelTable` needs.
 */
export function findTableProblems(tables: FileContextTables, limit: number): readonly ReadError[] {
  const problems: ReadError[] = [];
  const attempt = (work: () => void) => {
    if (problems.length >= limit) return;
    try {
      work();
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      problems.push(error);
    }
  };
  for (const file of tables.files) attempt(() => refuseRepeats(file));
  for (const placed of placedSpecs(tables)) attempt(() => checkSpec(placed));
  return problems;
}

function checkSpec({ file, spec }: PlacedSpec): void {
  if (translateSpec(spec, file).ways.degree !== Infinity) return;
  throw new LimitError({ structure: file, field: `line ${spec.line}`, message: 'the form of the expression does not bound the ways of matching' });
}
