import { type CilStatement, nameAt, namesOf, operandAt, wrong } from './cil-module.ts';
import type { CilProgram } from './cil-program.ts';
import { CilTable, checkName, reservedWords } from './cil-table.ts';

/** Bits of an access vector. */
const MAX_PERMISSIONS = 32;

interface Declared {
  readonly kind: 'class' | 'map' | 'common';
  /** With the blocks around it. */
  readonly name: string;
  readonly statement: CilStatement;
  /** Its own, in order. */
  readonly own: readonly string[];
}

/** A class, or a class map, whose permissions stand for those of classes. */
export interface CilClass extends Declared {
  readonly common: Declared | undefined;
  /** Bits of permissions, those of the common first. */
  readonly bits: ReadonlyMap<string, number>;
}

/** The classes, commons and class maps of a policy's modules. */
export class CilClasses {
  /** In the order of their declaration, without class maps. */
  readonly classes: readonly CilClass[];
  readonly maps: readonly CilClass[];
  readonly #declared: CilTable<Declared>;
  readonly #classes: ReadonlyMap<Declared, CilClass>;

  constructor(program: CilProgram) {
    const commons = new CilTable<Declared>('a common that is declared', program.blocks);
    this.#declared = new CilTable('a class that is declared', program.blocks);
    for (const statement of program.all('common')) commons.declare(statement, (name) => declared('common', name, statement));
    const classes = program.all('class').map((statement) => this.#declared.declare(statement, (name) => declared('class', name, statement)));
    const maps = program.all('classmap').map((statement) => this.#declared.declare(statement, (name) => declared('map', name, statement)));
    const inherited = this.#readInheritance(program.all('classcommon'), commons);
    this.classes = classes.map((each) => classOf(each, inherited.get(each)));
    this.maps = maps.map((each) => classOf(each, undefined));
    this.#classes = new Map([...classes, ...maps].map((each, index) => [each, this.classes[index] ?? this.maps[index - classes.length]!]));
  }

  /** A class or a class map. */
  get(name: string, statement: CilStatement): CilClass {
    return this.#classes.get(this.#declared.get(name, statement))!;
  }

  #readInheritance(statements: readonly CilStatement[], commons: CilTable<Declared>): ReadonlyMap<Declared, Declared> {
    const inherited = new Map<Declared, Declared>();
    for (const statement of statements) {
      const name = nameAt(statement, 0);
      const tclass = this.#declared.get(name, statement);
      if (tclass.kind !== 'class' || inherited.has(tclass)) throw wrong(statement, name, 'a class once');
      inherited.set(tclass, commons.get(nameAt(statement, 1), statement));
    }
    return inherited;
  }
}

function declared(kind: Declared['kind'], name: string, statement: CilStatement): Declared {
  const own = namesOf(operandAt(statement, 1), statement);
  if (kind !== 'map' && own.length > MAX_PERMISSIONS) throw wrong(statement, name, `at most ${MAX_PERMISSIONS} permissions`);
  for (const permission of own) checkName(statement, permission, reservedWords.ofSets);
  if (new Set(own).size !== own.length) throw wrong(statement, name, 'every permission once');
  return { kind, name, statement, own };
}

/** Class maps may have more permissions than an access vector. */
function classOf(each: Declared, common: Declared | undefined): CilClass {
  const permissions = [...(common?.own ?? []), ...each.own];
  const bits = new Map(permissions.map((permission, bit) => [permission, bit]));
  if (bits.size !== permissions.length) throw wrong(each.statement, each.name, 'no permission that its common has');
  if (each.kind !== 'map' && permissions.length > MAX_PERMISSIONS) throw wrong(each.statement, each.name, `at most ${MAX_PERMISSIONS} permissions`);
  return { ...each, common, bits };
}
