import { activeBranches, rulesOfClasses } from '../../access/index.ts';
import { WorkBudget } from '../../work-budget.ts';
import { kindSchema, namesSchema, rulesSchema } from '../schema-parts.ts';
import { type AssertionScope, accessVectors, type Leniency, type NameSet } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';
import { type FileUse, typesWithout, writableFiles } from './writable-files.ts';

/**
 * No file that a domain may load as a kernel module can be written by any domain: `ro_kmods` of setools' sechecker (setools/checker/rokmod.py). As there, a
 * rule says nothing about types that are its own sources, exempt ones aside: `allow domains all:system module_load` is about what is no domain.
 */
export interface RoKmodsAssertion extends Leniency {
  readonly assert: 'ro_kmods';
  readonly exempt_file?: NameSet;
  readonly exempt_load_domain?: NameSet;
  readonly exempt_write_domain?: NameSet;
  /** Which conditional rules count; `any` unless given. */
  readonly rules?: 'any' | 'default';
}

export const roKmodsSchema = kindSchema(
  'ro_kmods',
  {
    exempt_file: namesSchema('files that may be both', 0),
    exempt_load_domain: namesSchema('domains whose loading does not count', 0),
    exempt_write_domain: namesSchema('domains whose writing does not count', 0),
    rules: rulesSchema,
  },
  [],
);

const MAX_STEPS = 100_000_000;

export function decideRoKmods(scope: AssertionScope, assertion: RoKmodsAssertion): ViolationDraft[] {
  const { exempt_file: exemptFiles = [], exempt_write_domain = [], rules = 'any' } = assertion;
  return writableFiles(scope, loadedFiles(scope, assertion), 'load it as a kernel module', { exempt: exempt_write_domain, exemptFiles, rules });
}

function loadedFiles(scope: AssertionScope, { exempt_file = [], exempt_load_domain = [], rules = 'any' }: RoKmodsAssertion): Map<number, FileUse> {
  const { policy } = scope;
  const vectors = accessVectors(scope, 'ro_kmods', { system: ['module_load'] });
  const [domains, files] = [typesWithout(scope, exempt_load_domain), typesWithout(scope, exempt_file)];
  const loaders = new Map<number, { readonly domains: Set<number>; readonly rules: number[] }>();
  const budget = new WorkBudget('rules about kernel modules', MAX_STEPS);
  for (const rule of rulesOfClasses(policy, vectors, activeBranches(policy, rules))) {
    const { source, target, tclass, data } = policy.rules;
    if ((data[rule]! & vectors[tclass[rule]!]!) === 0) continue;
    const sources = new Set([...policy.attributeMap.membersOf(source[rule]!)].filter((type) => domains[type] === 1));
    const targets = [...policy.attributeMap.membersOf(target[rule]!)].filter((type) => files[type] === 1 && !sources.has(type));
    budget.spend(sources.size * (1 + targets.length));
    for (const file of sources.size === 0 ? [] : targets) {
      const found = loaders.get(file) ?? { domains: new Set<number>(), rules: [] };
      for (const domain of sources) found.domains.add(domain);
      found.rules.push(rule);
      loaders.set(file, found);
    }
  }
  return new Map([...loaders].map(([file, found]) => [file, { domains: found.domains.size, rules: found.rules }]));
}
