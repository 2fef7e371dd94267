import { Ebitmap, type FilenameTransition } from '@staticfire/read/formats/selinux-policy';
import { type CilStatement, nameAt } from '../cil/index.ts';
import { expandedPairs, type RuleParts } from './access-rules.ts';
import { contradiction, newTypeOf } from './type-rules.ts';

interface Group {
  readonly first: Omit<FilenameTransition, 'sources'>;
  readonly sources: number[];
}

/** Transitions that look at the name of a new file; two about the same with other new types are a FormatError. */
export class NamedTransitions {
  readonly #names = new Map<string, number>();
  readonly #newTypes = new Map<string, number>();
  readonly #groups = new Map<string, Group>();

  add(statement: CilStatement, name: string, parts: RuleParts): void {
    const newType = newTypeOf(statement, parts);
    const classes = parts.classes.valuesOf(nameAt(statement, 2), statement);
    if (!this.#names.has(name)) this.#names.set(name, this.#names.size);
    for (const [source, target] of expandedPairs(statement, parts)) {
      parts.budget.spend(classes.length);
      for (const tclass of classes) this.#add(source, { name, target, tclass, newType, offset: 0 }, statement);
    }
  }

  get transitions(): FilenameTransition[] {
    return Array.from(this.#groups.values(), ({ first, sources }) => ({ ...first, sources: Ebitmap.of(sources.map((value) => value - 1)) }));
  }

  #add(source: number, first: Group['first'], statement: CilStatement): void {
    const key = `${first.target} ${first.tclass} ${this.#names.get(first.name)}`;
    const known = this.#newTypes.get(`${source} ${key}`);
    if (known === first.newType) return;
    if (known !== undefined) throw contradiction(statement);
    this.#newTypes.set(`${source} ${key}`, first.newType);
    const group = this.#groups.get(`${first.newType} ${key}`);
    if (group === undefined) this.#groups.set(`${first.newType} ${key}`, { first, sources: [source] });
    else group.sources.push(source);
  }
}
