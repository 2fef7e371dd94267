import { activeBranches, grantedAccess, rulesOfClasses } from '../../access/index.ts';
import { type AssertionScope, accessVectors, type NameSet } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/** What domains may do to files of one type. */
export interface FileUse {
  /** How many domains. */
  readonly domains: number;
  /** Indexes of the rules that say so. */
  readonly rules: readonly number[];
}

export interface FileAccess {
  /** Domains that do not count. */
  readonly exempt: NameSet;
  /** Types of files that do not count. */
  readonly exemptFiles: NameSet;
  /** Any of these, of class `file`. */
  readonly permissions: readonly string[];
  readonly rules: 'any' | 'default';
}

/** By type, the files to which domains have an access. */
export function usedFiles(scope: AssertionScope, { exempt, exemptFiles, permissions, rules }: FileAccess): Map<number, FileUse> {
  const vectors = accessVectors(scope, 'access', { file: permissions });
  const marks = { sources: typesWithout(scope, exempt), targets: typesWithout(scope, exemptFiles), vectors };
  const found = grantedAccess(scope.policy, rulesOfClasses(scope.policy, vectors, activeBranches(scope.policy, rules)), marks);
  const byFile = Map.groupBy(found, ({ target }) => target);
  return new Map([...byFile].map(([file, accesses]) => [file, { domains: accesses.length, rules: accesses.flatMap((each) => each.rules) }]));
}

/** A violation for each type of file that is used so and that domains may write or append to. */
export function writableFiles(
  scope: AssertionScope,
  used: ReadonlyMap<number, FileUse>,
  verb: string,
  writing: Omit<FileAccess, 'permissions'>,
): ViolationDraft[] {
  const written = usedFiles(scope, { ...writing, permissions: ['write', 'append'] });
  return [...used].flatMap(([file, use]) => {
    const writes = written.get(file);
    if (writes === undefined) return [];
    const target = scope.policy.types.nameOf(file);
    const message = `${use.domains} domains may ${verb} and ${writes.domains} may write it`;
    return [{ subject: target, message, target, class: 'file', rules: () => scope.ruleTexts([...use.rules, ...writes.rules]) }];
  });
}

/** Marks all types but these. */
export function typesWithout(scope: AssertionScope, names: NameSet): Uint8Array {
  return scope.exempted(names).map((mark, value) => (mark === 0 && scope.policy.types.at(value)?.isAttribute === false ? 1 : 0));
}
