import { type BankName, type Fact, type FactsBody, findFact } from '@staticfire/facts';

/** The fact of that name, of the disk or of this bank, as the schema of the catalogue has it. Not in the document → undefined. */
export function factOfBank<T>(body: FactsBody, name: string, bank: BankName | undefined): Fact<T> | undefined {
  return findFact(body, name, bank) as Fact<T> | undefined;
}

/** Its value; absent, unreadable or not in the document → undefined. */
export function valueOfBank<T>(body: FactsBody, name: string, bank: BankName | undefined): T | undefined {
  const fact = factOfBank<T>(body, name, bank);
  return fact?.state === 'present' ? fact.value : undefined;
}
