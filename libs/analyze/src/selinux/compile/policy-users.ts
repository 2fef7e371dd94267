import { Ebitmap, type SelinuxUser } from '@staticfire/read/formats/selinux-policy';
import { type CilItem, type CilProgram, type CilStatement, CilSymbols, nameAt, operandAt, symbolKinds, wrong } from '../cil/index.ts';
import { PlaceSets } from './place-sets.ts';
import { readBounds } from './policy-bounds.ts';
import type { CompiledLevel, CompiledRange, PolicyLevels } from './policy-levels.ts';
import type { PolicyRoles } from './policy-roles.ts';

/** Users with their roles and levels. */
export class PolicyUsers {
  readonly symbols: CilSymbols;
  readonly #program: CilProgram;
  readonly #roles: PolicyRoles;
  readonly #ownRoles: PlaceSets;
  /** By place. */
  readonly #levels: readonly CompiledLevel[];
  readonly #ranges: readonly CompiledRange[];

  constructor(program: CilProgram, roles: PolicyRoles, levels: PolicyLevels) {
    this.#program = program;
    this.#roles = roles;
    this.symbols = new CilSymbols(program, symbolKinds.user);
    for (const set of this.symbols.names.sets) this.symbols.members(set);
    this.#ownRoles = new PlaceSets('roles of users', roles.symbols.size);
    for (const statement of program.all('userrole')) {
      this.#ownRoles.add(this.symbols.places(this.symbols.names.entry(nameAt(statement, 0), statement)), roles.symbols.of(nameAt(statement, 1), statement));
    }
    this.#levels = this.#each(program.all('userlevel'), 'a userlevel', (statement) => levels.level(operandAt(statement, 1), statement));
    this.#ranges = this.#each(program.all('userrange'), 'a userrange', (statement) => levels.range(operandAt(statement, 1), statement));
    this.#checkTools(levels);
  }

  hasRole(place: number, role: number): boolean {
    return this.#ownRoles.of(place).has(role);
  }

  rangeOf(place: number): CompiledRange {
    return this.#ranges[place]!;
  }

  records(): SelinuxUser[] {
    const bounds = readBounds(this.#program.all('userbounds'), this.symbols);
    return this.symbols.names.items.map(({ name }, place) => ({
      name,
      value: place + 1,
      isAlias: false,
      bounds: (bounds.get(place) ?? -1) + 1,
      roles: Ebitmap.of(this.#roleBits(place)),
      range: this.#ranges[place]!.range,
      defaultLevel: this.#levels[place]!.level,
      offset: 0,
    }));
  }

  /** object_r goes with every user, which files do not say. */
  #roleBits(place: number): number[] {
    return this.#roles.values(this.#ownRoles.of(place)).flatMap((value) => (value === 1 ? [] : [value - 1]));
  }

  /** Something that every user has once; of two statements about one user the last one counts. */
  #each<T>(statements: readonly CilStatement[], what: string, read: (statement: CilStatement) => T): T[] {
    const found = new Map<CilItem, T>();
    for (const statement of statements) found.set(this.symbols.names.item(nameAt(statement, 0), statement), read(statement));
    return this.symbols.names.items.map((item) => {
      const value = found.get(item);
      if (value === undefined) throw wrong(item.statement, item.name, `${what} for the user`);
      return value;
    });
  }

  /** What tools of user space read, and no binary policy says. */
  #checkTools(levels: PolicyLevels): void {
    for (const statement of this.#program.all('userprefix')) this.symbols.place(nameAt(statement, 0), statement);
    for (const statement of this.#program.allOf('selinuxuser', 'selinuxuserdefault')) {
      const last = statement.operands.length - 1;
      this.symbols.place(nameAt(statement, last - 1), statement);
      levels.range(operandAt(statement, last), statement);
    }
  }
}
