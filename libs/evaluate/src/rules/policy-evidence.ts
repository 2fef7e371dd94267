import {
  type AssertionData,
  type ClassMaps,
  describeUndecided,
  type EvidenceFile,
  MissingEvidenceError,
  type ModuleEvidence,
  readModules,
  readPolicy,
  type SelinuxPolicy,
} from '@staticfire/analyze/selinux/assertions';
import { type FactsBody, findBlob } from '@staticfire/facts';
import { EXECUTABLES_FACT, LABELS_FACT, MODULES_FACT, POLICY_FACT } from '../packs/index.ts';
import type { RuleFacts } from './rule-facts.ts';

/** What SELinux rules look into. */
export interface PolicyEvidence {
  /** The policy that a rule's facts name. */
  policy(facts: RuleFacts): { readonly value: SelinuxPolicy } | { readonly unreadable: string };
  /** The rest; what cannot be read throws when an assertion looks at it. */
  data(facts: RuleFacts, classMaps: ClassMaps): AssertionData;
}

/** A file as facts name it. */
interface NamedFile {
  readonly path: string;
  readonly sha256: string;
}

/** From the files that facts carry along; each is decoded once, however many rules look into it. */
export class CarriedEvidence implements PolicyEvidence {
  readonly #body: FactsBody;
  readonly #policies = new Map<string, ReturnType<PolicyEvidence['policy']>>();
  readonly #modules = new Map<string, ModuleEvidence>();

  constructor(body: FactsBody) {
    this.#body = body;
  }

  policy(facts: RuleFacts): ReturnType<PolicyEvidence['policy']> {
    const file = presentValue(facts, POLICY_FACT) as NamedFile;
    return once(this.#policies, file.sha256, () => attempt(() => readPolicy(this.#file(file))));
  }

  data(facts: RuleFacts, classMaps: ClassMaps): AssertionData {
    return assertionData(facts, classMaps, () => this.#modulesOf(facts));
  }

  #modulesOf(facts: RuleFacts): ModuleEvidence | undefined {
    const shipped = presentValue(facts, MODULES_FACT) as ShippedModules | undefined;
    return shipped && once(this.#modules, JSON.stringify(shipped), () => readModules(() => effectiveModules(shipped).map((file) => this.#file(file))));
  }

  #file(file: NamedFile | Unreadable): EvidenceFile {
    if ('$unreadable' in file) throw new MissingEvidenceError(file.$unreadable.message);
    const bytes = findBlob(this.#body, file.sha256);
    if (bytes === undefined) throw new MissingEvidenceError(`the facts do not carry ${file.path} along; collect them again from the image`);
    return { path: file.path, bytes };
  }
}

interface ShippedModules {
  /** By priority and name. */
  readonly modules: readonly (NamedModule | Unreadable)[];
}

interface NamedModule extends NamedFile {
  readonly name: string;
}

interface Unreadable {
  readonly $unreadable: { readonly message: string };
}

/** What assertions look into, from a rule's facts and its modules; what could not be read throws when an assertion looks at it. */
export function assertionData(facts: RuleFacts, classMaps: ClassMaps, modules: () => ModuleEvidence | undefined): AssertionData {
  return {
    classMaps,
    get labels() {
      return presentValue(facts, LABELS_FACT) as AssertionData['labels'];
    },
    get executables() {
      return (presentValue(facts, EXECUTABLES_FACT) as Pick<AssertionData, 'executables'> | undefined)?.executables;
    },
    get modules() {
      return modules()?.modules;
    },
    get neverallows() {
      return modules()?.neverallows;
    },
  };
}

function attempt(read: () => SelinuxPolicy): ReturnType<PolicyEvidence['policy']> {
  try {
    return { value: read() };
  } catch (error) {
    const undecided = describeUndecided(error);
    if (undecided === undefined) throw error;
    return { unreadable: undecided.reason };
  }
}

/** Of modules with one name the last one, whose priority is the highest. */
function effectiveModules({ modules }: ShippedModules): readonly (NamedFile | Unreadable)[] {
  const last = new Map(modules.map((module, index) => ['$unreadable' in module ? index : module.name, module]));
  return [...last.values()];
}

/** Of a fact that could not be read a MissingEvidenceError. */
function presentValue(facts: RuleFacts, name: string): unknown {
  const fact = [...facts.values()].find((each) => each?.name === name);
  if (fact?.state === 'unreadable') throw new MissingEvidenceError(fact.error.message);
  return fact?.state === 'present' ? fact.value : undefined;
}

function once<T>(known: Map<string, T>, key: string, make: () => T): T {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    known.set(key, value);
  }
  return value;
}
