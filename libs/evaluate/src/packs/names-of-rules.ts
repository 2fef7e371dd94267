import type { PackDocument, PackFile } from './pack-document.ts';
import { documentName } from './pack-layout.ts';

/** Also of rules that do not compile, so that what names them is not a problem of its own; `pack:table/` of a table whose rows cannot be told. */
export function namesOfRules(packId: string, folder: string, files: readonly PackFile[], parsed: readonly PackDocument[]): readonly string[] {
  const values = new Map(parsed.map(({ file, value }) => [file, value]));
  return files.flatMap(({ path }) => {
    const named = documentName(path.slice(folder.length + 1));
    if (named?.kind === 'rule') return [`${packId}:${named.name}`];
    return named?.kind === 'table' ? rowNames(values.get(path)).map((row) => `${packId}:${named.name}/${row}`) : [];
  });
}

/** One empty name when not every row tells its own. */
function rowNames(table: unknown): readonly string[] {
  const rows = isObject(table) && Array.isArray(table['rows']) ? (table['rows'] as readonly unknown[]) : [undefined];
  const ids = rows.map((row) => (isObject(row) && typeof row['id'] === 'string' ? row['id'] : ''));
  return ids.includes('') ? [''] : ids;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
