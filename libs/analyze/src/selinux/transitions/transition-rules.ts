import { ruleKinds, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { type ActiveBranches, isActive } from '../access/index.ts';

const PURPOSES = {
  transition: { className: 'process', permission: 'transition' },
  dyntransition: { className: 'process', permission: 'dyntransition' },
  setexec: { className: 'process', permission: 'setexec' },
  setcurrent: { className: 'process', permission: 'setcurrent' },
  execute: { className: 'file', permission: 'execute' },
  entrypoint: { className: 'file', permission: 'entrypoint' },
} as const;

export type TransitionPurpose = keyof typeof PURPOSES | 'typeTransition';

type Column = 'source' | 'target';

/** The rules that have to do with domain transitions, by what they are for and by the type or attribute that they name. */
export class TransitionRules {
  readonly #policy: SelinuxPolicy;
  readonly #byPurpose = new Map<TransitionPurpose, number[]>();
  readonly #byName = new Map<string, Map<number, number[]>>();

  constructor(policy: SelinuxPolicy, branches: ActiveBranches) {
    this.#policy = policy;
    const { rules } = policy;
    for (const [purpose, { className, permission }] of Object.entries(PURPOSES)) {
      const tclass = policy.classes.get(className);
      const bit = tclass?.permissionNames.indexOf(permission) ?? -1;
      const found = this.#select(className, branches, (rule) => rules.kind[rule] === ruleKinds.allow && ((rules.data[rule]! >>> bit) & 1) === 1);
      this.#byPurpose.set(purpose as TransitionPurpose, bit < 0 ? [] : found);
    }
    this.#byPurpose.set(
      'typeTransition',
      this.#select('process', branches, (rule) => rules.kind[rule] === ruleKinds.typeTransition),
    );
  }

  all(purpose: TransitionPurpose): readonly number[] {
    return this.#byPurpose.get(purpose)!;
  }

  /** Those that name the type or one of its attributes as source or target. */
  of(purpose: TransitionPurpose, column: Column, type: number): number[] {
    const index = this.#indexOf(purpose, column);
    return [type, ...this.#policy.attributeMap.attributesOf(type)].flatMap((value) => index.get(value) ?? []);
  }

  #select(className: string, branches: ActiveBranches, isWanted: (rule: number) => boolean): number[] {
    const { classes, ruleIndex, rules } = this.#policy;
    const tclass = classes.get(className);
    if (tclass === undefined) return [];
    return [...ruleIndex.byClass(tclass.value)].filter((rule) => isWanted(rule) && isActive(branches, rules.conditional[rule]!));
  }

  #indexOf(purpose: TransitionPurpose, column: Column): Map<number, number[]> {
    const key = `${purpose} ${column}`;
    let index = this.#byName.get(key);
    if (index === undefined) {
      index = Map.groupBy(this.all(purpose), (rule) => this.#policy.rules[column][rule]!);
      this.#byName.set(key, index);
    }
    return index;
  }
}
