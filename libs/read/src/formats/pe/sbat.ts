/** One row of an SBAT section: what a component is and which generation of security fixes it has (shim, SBAT.md). */
export interface SbatRow {
  readonly component: string;
  readonly generation: number;
  readonly vendor?: string;
  readonly packageName?: string;
  readonly version?: string;
  readonly url?: string;
}

const MAX_GENERATION = 0xffff; // shim compares 16 bits
const BYTE_ORDER_MARK = '\ufeff';

/** The rows in order. `onError` gets the line, counted from 1, and what is wrong with it, and has to throw. */
export function parseSbat(text: string, onError: (line: number, found: string, expected: string) => never): SbatRow[] {
  const rows: SbatRow[] = [];
  for (const [index, line] of withoutMark(text).split('\n').entries()) {
    if (line.trim() === '') continue;
    const [component = '', generation = '', ...rest] = line.split(',').map((cell) => cell.trim());
    if (component === '') onError(index + 1, line, 'a component');
    if (!/^\d{1,5}$/.test(generation) || Number(generation) > MAX_GENERATION || Number(generation) === 0)
      onError(index + 1, line, 'a generation of 1 to 65535');
    rows.push({ component, generation: Number(generation), ...optionalCells(rest) });
  }
  return rows;
}

function optionalCells([vendor, packageName, version, url]: readonly string[]): Omit<SbatRow, 'component' | 'generation'> {
  return {
    ...(vendor === undefined ? {} : { vendor }),
    ...(packageName === undefined ? {} : { packageName }),
    ...(version === undefined ? {} : { version }),
    ...(url === undefined ? {} : { url }),
  };
}

function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}
