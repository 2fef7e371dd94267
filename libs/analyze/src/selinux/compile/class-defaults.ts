import type { SelinuxDefaults } from '@staticfire/read/formats/selinux-policy';
import { type CilProgram, type CilStatement, nameAt, namesOf, operandAt, wrong } from '../cil/index.ts';
import type { PolicyClasses } from './policy-classes.ts';

type Part = keyof SelinuxDefaults;
type Defaults = { -readonly [P in Part]: number };

const KEYWORDS = { defaultuser: 'user', defaultrole: 'role', defaulttype: 'type', defaultrange: 'range' } as const satisfies Readonly<Record<string, Part>>;
const SIDES: ReadonlyMap<string, number> = new Map([
  ['source', 1],
  ['target', 2],
]);
const RANGES: ReadonlyMap<string, number> = new Map([
  ['source low', 1],
  ['source high', 2],
  ['source low-high', 3],
  ['target low', 4],
  ['target high', 5],
  ['target low-high', 6],
]);
const GLBLUB = { word: 'glblub', value: 7, version: 32 };
const NONE: SelinuxDefaults = { user: 0, role: 0, type: 0, range: 0 };

/** Where the contexts of new objects come from, by class. Two statements that contradict each other are a FormatError. */
export class ClassDefaults {
  readonly #classes: PolicyClasses;
  readonly #byClass = new Map<number, Defaults>();
  readonly #version: number;

  /** Policies below version 32 have no glblub; compilers leave it out of them. */
  constructor(program: CilProgram, classes: PolicyClasses, version: number) {
    this.#classes = classes;
    this.#version = version;
    for (const [keyword, part] of Object.entries(KEYWORDS)) for (const statement of program.all(keyword)) this.#add(statement, part);
  }

  of(tclass: number): SelinuxDefaults {
    const defaults = this.#byClass.get(tclass);
    if (defaults === undefined) return NONE;
    return defaults.range === GLBLUB.value && this.#version < GLBLUB.version ? { ...defaults, range: 0 } : defaults;
  }

  #add(statement: CilStatement, part: Part): void {
    const value = defaultOf(statement, part);
    for (const name of namesOf(operandAt(statement, 0), statement)) {
      for (const tclass of this.#classes.valuesOf(name, statement)) {
        const defaults = this.#byClass.get(tclass) ?? { ...NONE };
        if (defaults[part] !== 0 && defaults[part] !== value) throw wrong(statement, name, `one default ${part}`);
        defaults[part] = value;
        this.#byClass.set(tclass, defaults);
      }
    }
  }
}

function defaultOf(statement: CilStatement, part: Part): number {
  const words = statement.operands.slice(1).map((_, index) => nameAt(statement, index + 1));
  if (part !== 'range') return SIDES.get(words[0]!) ?? fail(statement, words);
  if (words[0] === GLBLUB.word) return GLBLUB.value;
  return RANGES.get(words.join(' ')) ?? fail(statement, words);
}

function fail(statement: CilStatement, words: readonly string[]): never {
  throw wrong(statement, words.join(' '), 'source or target, of a range with low, high or low-high');
}
