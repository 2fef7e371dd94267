import { FormatError, LimitError } from '../../bytes/index.ts';
import { type PolicyCursor, policyPart } from './policy-cursor.ts';
import type { SelinuxSymbol } from './symbols.ts';

/** Type and class values are u16; no compiler writes longer tables of the others. */
const MAX_VALUE = 0xffff;

/** One kind of symbol, by name and by value. Values start at 1 and may have gaps. */
export class SymbolTable<T extends SelinuxSymbol> {
  /** The highest value. */
  readonly maxValue: number;
  /** In the order of the file, which is that of a hash table; aliases included. */
  readonly records: readonly T[];
  readonly #byName: ReadonlyMap<string, T>;
  readonly #byValue: readonly (T | undefined)[];

  constructor(maxValue: number, records: readonly T[], byName: ReadonlyMap<string, T>, byValue: readonly (T | undefined)[]) {
    this.maxValue = maxValue;
    this.records = records;
    this.#byName = byName;
    this.#byValue = byValue;
  }

  /** What a name or an alias stands for. */
  get(name: string): T | undefined {
    const record = this.#byName.get(name);
    return record?.isAlias ? this.at(record.value) : record;
  }

  /** What has this value, never an alias. */
  at(value: number): T | undefined {
    return this.#byValue[value];
  }

  /** The name of a value that exists, which every value in a validated policy does; otherwise a RangeError. */
  nameOf(value: number): string {
    const record = this.#byValue[value];
    if (record === undefined) throw new RangeError(`no symbol has the value ${value}`);
    return record.name;
  }

  /** Whether every value up to the highest has a symbol. */
  get isDense(): boolean {
    for (let value = 1; value <= this.maxValue; value++) if (this.#byValue[value] === undefined) return false;
    return true;
  }

  /** Other names of a value, sorted. */
  aliasesOf(value: number): string[] {
    return this.records
      .filter((record) => record.isAlias && record.value === value)
      .map(({ name }) => name)
      .sort();
  }
}

/**
 * A symbol table: u32 highest value, u32 records, then the records, each of at least `recordLength` bytes. A name that occurs twice, two symbols of one
 * value, and a value above the highest are a FormatError; a highest value above 65535 is a LimitError.
 */
export function readSymbolTable<T extends SelinuxSymbol>(cursor: PolicyCursor, section: string, recordLength: number, read: () => T): SymbolTable<T> {
  cursor.section = section;
  const maxValue = cursor.u32('nprim');
  if (maxValue > MAX_VALUE) throw cursor.limit('nprim', maxValue, `at most ${MAX_VALUE}`);
  const count = cursor.count('nel', recordLength);
  return collectSymbols(cursor, maxValue, count, read);
}

/** The table of records that were not read from a file, with the same errors; `section` names it in them. */
export function symbolTableOf<T extends SelinuxSymbol>(section: string, records: readonly T[]): SymbolTable<T> {
  const structure = policyPart(section);
  const maxValue = records.reduce((highest, { value }) => Math.max(highest, value), 0);
  if (maxValue > MAX_VALUE) throw new LimitError({ structure, field: 'highest value', found: maxValue, expected: `at most ${MAX_VALUE}` });
  const place = { error: (field: string, found: string | number, expected: string) => new FormatError({ structure, field, found, expected }) };
  let next = 0;
  return collectSymbols(place, maxValue, records.length, () => records[next++]!);
}

interface SymbolPlace {
  error(field: string, found: string | number, expected: string): FormatError;
}

function collectSymbols<T extends SelinuxSymbol>(place: SymbolPlace, maxValue: number, count: number, next: () => T): SymbolTable<T> {
  const records: T[] = [];
  const byName = new Map<string, T>();
  const byValue: (T | undefined)[] = new Array(maxValue + 1).fill(undefined);
  for (let left = count; left > 0; left--) {
    const record = next();
    if (record.value < 1 || record.value > maxValue) throw place.error('value', record.value, `1 to ${maxValue}`);
    if (byName.has(record.name)) throw place.error('name', JSON.stringify(record.name), 'a name once');
    byName.set(record.name, record);
    records.push(record);
    if (record.isAlias) continue;
    if (byValue[record.value] !== undefined) throw place.error('value', record.value, 'a value once');
    byValue[record.value] = record;
  }
  return new SymbolTable(maxValue, records, byName, byValue);
}
