import { FormatError } from '../../../bytes/index.ts';
import type { Ebitmap } from '../ebitmap.ts';
import type { SelinuxPolicy } from '../policy.ts';
import { policyPart } from '../policy-cursor.ts';
import type { MlsLevel, MlsRange } from '../security-context.ts';
import type { SymbolTable } from '../symbol-table.ts';
import type { SelinuxSymbol } from '../symbols.ts';

/** What a name of a file, a device or a file system never holds: U+0000 to U+001F and U+007F (libsepol `validate_string_field`). */
const CONTROL = /[\0-\x1f\x7f]/;

/** The checks that several sections share. Each throws a FormatError at the record's offset. */
export class PolicyChecker {
  readonly policy: SelinuxPolicy;
  readonly #dense = new Map<SymbolTable<SelinuxSymbol>, boolean>();

  constructor(policy: SelinuxPolicy) {
    this.policy = policy;
  }

  error(section: string, field: string, offset: number, found: string | number, expected: string | number): FormatError {
    return new FormatError({ structure: policyPart(section), field, offset, found, expected });
  }

  /** There is a symbol of that value. */
  value(table: SymbolTable<SelinuxSymbol>, value: number, section: string, field: string, offset: number): void {
    if (table.at(value) === undefined) throw this.error(section, field, offset, value, 'a value that has a name');
  }

  /** There is a type of that value, not an attribute. */
  type(value: number, section: string, field: string, offset: number): void {
    if (this.policy.types.at(value)?.isAttribute !== false) throw this.error(section, field, offset, value, 'the value of a type');
  }

  /** There is a symbol for every bit, whose number is the value less 1. */
  bits(bits: Ebitmap, table: SymbolTable<SelinuxSymbol>, section: string, field: string): void {
    if (bits.highest >= table.maxValue) throw this.error(section, field, bits.offset, bits.highest + 1, `at most ${table.maxValue}`);
    if (this.#isDense(table)) return;
    bits.forEach((bit) => void this.value(table, bit + 1, section, field, bits.offset));
  }

  level({ sensitivity, categories }: MlsLevel, section: string, offset: number): void {
    this.value(this.policy.sensitivities, sensitivity, section, 'sensitivity', offset);
    this.bits(categories, this.policy.categories, section, 'categories');
  }

  /** Both levels exist with their categories, and the high one dominates the low one (libsepol `mls_range_isvalid`). */
  range({ low, high }: MlsRange, section: string, offset: number): void {
    for (const level of [low, high]) {
      this.level(level, section, offset);
      const allowed = this.policy.sensitivities.at(level.sensitivity)!.categories;
      if (!level.categories.isSubsetOf(allowed))
        throw this.error(section, 'categories', level.categories.offset, 'one that its sensitivity has not', 'allowed ones');
    }
    if (!dominates(high, low)) throw this.error(section, 'range', offset, 'a high level that does not dominate the low one', 'a range');
  }

  text(text: string, section: string, field: string, offset: number): void {
    if (CONTROL.test(text)) throw this.error(section, field, offset, JSON.stringify(text), 'no control characters');
  }

  oneOf(value: number, allowed: readonly number[], section: string, field: string, offset: number): void {
    if (!allowed.includes(value)) throw this.error(section, field, offset, value, `one of ${allowed.join(', ')}`);
  }

  #isDense(table: SymbolTable<SelinuxSymbol>): boolean {
    const known = this.#dense.get(table);
    if (known !== undefined) return known;
    const { isDense } = table;
    this.#dense.set(table, isDense);
    return isDense;
  }
}

/** Whether a level is at least as high and has all categories of the other one. */
export function dominates(level: MlsLevel, other: MlsLevel): boolean {
  return level.sensitivity >= other.sensitivity && other.categories.isSubsetOf(level.categories);
}
