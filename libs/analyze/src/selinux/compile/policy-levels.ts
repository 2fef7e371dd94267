import type { CilNode } from '@staticfire/read/formats/cil';
import { Ebitmap, type MlsLevel, type MlsRange, type SelinuxCategory, type SelinuxSensitivity } from '@staticfire/read/formats/selinux-policy';
import { BitSet, type CilProgram, type CilStatement, CilSymbols, CilTable, nameAt, operandAt, symbolKinds, wrong } from '../cil/index.ts';
import { WorkBudget } from '../work-budget.ts';
import { PlaceSets } from './place-sets.ts';
import { aliasRecords, symbolRecords } from './symbol-records.ts';

export interface CompiledLevel {
  readonly sensitivity: number;
  /** By place. */
  readonly categories: BitSet;
  readonly level: MlsLevel;
}

export interface CompiledRange {
  readonly low: CompiledLevel;
  readonly high: CompiledLevel;
  readonly range: MlsRange;
}

/** Of four bytes each, of all levels that are written. */
const MAX_WORDS = 5_000_000;
const NO_LEVEL: MlsLevel = { sensitivity: 0, categories: Ebitmap.empty };

/** Sensitivities, categories, levels and ranges, which compilers want even for a policy without MLS, where they leave them out. */
export class PolicyLevels {
  readonly #isMls: boolean;
  readonly #sensitivities: CilSymbols;
  readonly #categories: CilSymbols;
  readonly #allowed: PlaceSets;
  readonly #none: BitSet;
  readonly #budget = new WorkBudget('categories of levels', MAX_WORDS);
  readonly #levels: CilTable<CompiledLevel>;
  readonly #ranges: CilTable<CompiledRange>;

  constructor(program: CilProgram, isMls: boolean) {
    this.#isMls = isMls;
    this.#sensitivities = new CilSymbols(program, symbolKinds.sensitivity);
    this.#categories = new CilSymbols(program, symbolKinds.category);
    this.#allowed = new PlaceSets('categories of sensitivities', this.#categories.size);
    this.#none = new BitSet(this.#categories.size);
    for (const set of this.#categories.names.sets) this.#categories.members(set);
    for (const statement of program.all('sensitivitycategory')) {
      const sensitivity = this.#sensitivities.place(nameAt(statement, 0), statement);
      this.#allowed.add([sensitivity], this.#categories.evaluate(operandAt(statement, 1), statement));
    }
    this.#levels = new CilTable('a level that is declared', program.blocks);
    this.#ranges = new CilTable('a levelrange that is declared', program.blocks);
    for (const statement of program.all('level')) this.#levels.declare(statement, () => this.level(operandAt(statement, 1), statement));
    for (const statement of program.all('levelrange')) this.#ranges.declare(statement, () => this.range(operandAt(statement, 1), statement));
  }

  /** A named level, or `(sensitivity)` or `(sensitivity categories)`. */
  level(node: CilNode, statement: CilStatement): CompiledLevel {
    if (node.kind !== 'list') return this.#levels.get(node.text, statement);
    const [name, chosen] = node.items;
    if (name === undefined || name.kind === 'list' || node.items.length > 2) throw wrong(statement, undefined, 'a sensitivity and categories', node.line);
    const sensitivity = this.#sensitivities.place(name.text, statement);
    if (chosen !== undefined) this.#budget.spend(1 + this.#none.wordCount);
    const categories = chosen === undefined ? this.#none : this.#categories.evaluate(chosen, statement);
    const level = this.#isMls ? { sensitivity: sensitivity + 1, categories: Ebitmap.of(categories.toArray()) } : NO_LEVEL;
    return { sensitivity, categories, level };
  }

  /** A named range, or `(low high)`; ends that do not belong together, and categories that are not for their sensitivity, are a FormatError. */
  range(node: CilNode, statement: CilStatement): CompiledRange {
    if (node.kind !== 'list') return this.#ranges.get(node.text, statement);
    const [lowNode, highNode] = node.items;
    if (lowNode === undefined || highNode === undefined || node.items.length > 2) throw wrong(statement, undefined, 'a low and a high level', node.line);
    const [low, high] = [this.level(lowNode, statement), this.level(highNode, statement)];
    if (!dominates(high, low)) throw wrong(statement, undefined, 'a high level that dominates the low one', node.line);
    for (const level of [low, high]) {
      if (!level.categories.isSubsetOf(this.#allowed.of(level.sensitivity))) throw wrong(statement, undefined, 'categories of the sensitivity', node.line);
    }
    return { low, high, range: { low: low.level, high: high.level } };
  }

  sensitivityRecords(): SelinuxSensitivity[] {
    if (!this.#isMls) return [];
    const maps = this.#sensitivities.names.items.map((_, place) => Ebitmap.of(this.#allowed.of(place).toArray()));
    const records = [...symbolRecords(this.#sensitivities), ...aliasRecords(this.#sensitivities)];
    return records.map((record) => ({ ...record, categories: maps[record.value - 1]! }));
  }

  categoryRecords(): SelinuxCategory[] {
    return this.#isMls ? [...symbolRecords(this.#categories), ...aliasRecords(this.#categories)] : [];
  }
}

/** Whether one level is as high as another one and has all of its categories. */
export function dominates(level: CompiledLevel, other: CompiledLevel): boolean {
  return level.sensitivity >= other.sensitivity && other.categories.isSubsetOf(level.categories);
}

export function isSameRange(range: MlsRange, other: MlsRange): boolean {
  return range === other || (isSameLevel(range.low, other.low) && isSameLevel(range.high, other.high));
}

function isSameLevel(level: MlsLevel, other: MlsLevel): boolean {
  if (level.sensitivity !== other.sensitivity) return false;
  return level.categories.isSubsetOf(other.categories) && other.categories.isSubsetOf(level.categories);
}
