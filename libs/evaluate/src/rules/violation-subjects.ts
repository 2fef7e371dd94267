import type { AssertionKind, AssertionVerdict, Violation } from '@staticfire/analyze/selinux/assertions';

/** The violation of an assertion of that kind. */
export interface FoundViolation {
  readonly kind: AssertionKind;
  readonly violation: Violation;
}

/** The violations of all assertions of a rule. A subject that several of them are about is one: findings are told apart by it. */
export class ViolationSubjects {
  readonly #bySubject = new Map<string, FoundViolation>();
  #notListed = 0;

  /** Sorted by subject. */
  get violations(): readonly FoundViolation[] {
    return [...this.#bySubject.values()].sort((one, other) => (one.violation.subject < other.violation.subject ? -1 : 1));
  }

  /** How many assertions found beyond those that they list. */
  get notListed(): number {
    return this.#notListed;
  }

  add(kind: AssertionKind, { violations, total }: AssertionVerdict): void {
    this.#notListed += total - violations.length;
    for (const violation of violations) {
      const known = this.#bySubject.get(violation.subject)?.violation;
      this.#bySubject.set(violation.subject, { kind, violation: known === undefined ? violation : joined(known, violation) });
    }
  }
}

function joined(one: Violation, other: Violation): Violation {
  const message = one.message === other.message ? one.message : `${one.message}; ${other.message}`;
  const permissions = [...new Set([...(one.permissions ?? []), ...(other.permissions ?? [])])].sort();
  return { ...other, ...one, message, rules: [...new Set([...one.rules, ...other.rules])].sort(), ...(permissions.length === 0 ? {} : { permissions }) };
}
