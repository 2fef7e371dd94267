import type { SelinuxSymbol, SymbolTable } from '@staticfire/read/formats/selinux-policy';

/** What a table's symbols are called, aliases included. */
export function namesIn({ records }: SymbolTable<SelinuxSymbol>): string[] {
  return records.map(({ name }) => name);
}
