import type { Environment } from '@marcbachmann/cel-js';
import type { RecordType } from './record-type.ts';

/** Variable → CEL type. */
export type VariableTypes = ReadonlyMap<string, string>;

interface GrowingEnvironment {
  readonly environment: Environment;
  readonly variables: Map<string, string>;
}

/** The environments that expressions are compiled in: a base with all types, and variables. */
export class Environments {
  readonly #base: Environment;
  readonly #records: ReadonlyMap<string, RecordType>;
  readonly #exact = new Map<string, Environment>();
  readonly #growing: GrowingEnvironment[] = [];

  /** `records`: the types that packs declare, by name; it may grow. */
  constructor(base: Environment, records: ReadonlyMap<string, RecordType>) {
    this.#base = base;
    this.#records = records;
  }

  /** With these variables and no others. Rules with the same variables share one. */
  exactly(variables: VariableTypes): Environment {
    const key = JSON.stringify([...variables].sort());
    let environment = this.#exact.get(key);
    if (environment === undefined) {
      environment = this.#base.clone();
      for (const [name, type] of variables) this.#register(environment, name, type);
      this.#exact.set(key, environment);
    }
    return environment;
  }

  /** With these variables, and maybe those of other rules: a new one only where a name has another type already. To set one up takes longer than to compile in it. */
  atLeast(variables: VariableTypes): Environment {
    let found = this.#growing.find(({ variables: there }) => [...variables].every(([name, type]) => (there.get(name) ?? type) === type));
    if (found === undefined) {
      found = { environment: this.#base.clone(), variables: new Map() };
      this.#growing.push(found);
    }
    for (const [name, type] of variables) {
      if (found.variables.has(name)) continue;
      found.variables.set(name, type);
      this.#register(found.environment, name, type);
    }
    return found.environment;
  }

  #register(environment: Environment, name: string, type: string): void {
    this.#records.get(type)?.register(environment);
    environment.registerVariable(name, type);
  }
}
