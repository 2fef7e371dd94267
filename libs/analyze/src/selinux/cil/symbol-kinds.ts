import { reservedWords } from './cil-table.ts';

/** The keywords of statements about one kind of things; empty where there are none. */
export interface SymbolKind {
  readonly what: string;
  readonly reserved: readonly string[];
  /** Declares one. */
  readonly item: string;
  readonly alias: string;
  /** Says what an alias stands for. */
  readonly actual: string;
  /** Declares a set of them. */
  readonly set: string;
  /** Says what a set consists of; empty where its declaration does. */
  readonly members: string;
  readonly order: string;
}

const plain = { alias: '', actual: '', set: '', members: '', order: '' };

export const symbolKinds = {
  type: {
    what: 'type',
    reserved: reservedWords.ofTypes,
    item: 'type',
    alias: 'typealias',
    actual: 'typealiasactual',
    set: 'typeattribute',
    members: 'typeattributeset',
    order: '',
  },
  role: { ...plain, what: 'role', reserved: reservedWords.ofSets, item: 'role', set: 'roleattribute', members: 'roleattributeset' },
  user: { ...plain, what: 'user', reserved: reservedWords.ofSets, item: 'user', set: 'userattribute', members: 'userattributeset' },
  sensitivity: {
    ...plain,
    what: 'sensitivity',
    reserved: reservedWords.none,
    item: 'sensitivity',
    alias: 'sensitivityalias',
    actual: 'sensitivityaliasactual',
    order: 'sensitivityorder',
  },
  category: {
    what: 'category',
    reserved: reservedWords.ofCategories,
    item: 'category',
    alias: 'categoryalias',
    actual: 'categoryaliasactual',
    set: 'categoryset',
    members: '',
    order: 'categoryorder',
  },
  sid: { ...plain, what: 'sid', reserved: reservedWords.none, item: 'sid', order: 'sidorder' },
} as const satisfies Readonly<Record<string, SymbolKind>>;
