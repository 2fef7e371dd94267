import { ruleKinds, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import type { PermissionMap } from './permission-map.ts';

const BITS = 32;

/** By rule, the weight of its heaviest permission either way, 0 for none. */
export interface RuleWeights {
  /** What the object tells the subject. */
  readonly read: Uint8Array;
  /** What the subject tells the object. */
  readonly write: Uint8Array;
}

/** Weights of the allow rules that count; permissions of less than `minWeight` move nothing. */
export function weighRules(policy: SelinuxPolicy, map: PermissionMap, minWeight: number, counts: (rule: number) => boolean): RuleWeights {
  const { rules } = policy;
  const bits = weighBits(policy, map, minWeight);
  const [read, write] = [new Uint8Array(rules.count), new Uint8Array(rules.count)];
  for (let rule = 0; rule < rules.count; rule++) {
    if (rules.kind[rule] !== ruleKinds.allow || !counts(rule)) continue;
    const start = rules.tclass[rule]! * BITS;
    read[rule] = heaviest(bits.read, start, rules.data[rule]!);
    write[rule] = heaviest(bits.write, start, rules.data[rule]!);
  }
  return { read, write };
}

/** Weights by class and bit of its access vectors. */
function weighBits({ classes }: SelinuxPolicy, map: PermissionMap, minWeight: number): RuleWeights {
  const cells = (classes.maxValue + 1) * BITS;
  const [read, write] = [new Uint8Array(cells), new Uint8Array(cells)];
  for (const { name, value, permissionNames } of classes.records) {
    permissionNames.forEach((permission, bit) => {
      const flow = permission === undefined ? undefined : map(name, permission);
      if (flow === undefined || flow.weight < minWeight) return;
      if (flow.direction === 'read' || flow.direction === 'both') read[value * BITS + bit] = flow.weight;
      if (flow.direction === 'write' || flow.direction === 'both') write[value * BITS + bit] = flow.weight;
    });
  }
  return { read, write };
}

function heaviest(weights: Uint8Array, start: number, vector: number): number {
  let most = 0;
  for (let left = vector; left !== 0; left &= left - 1) {
    const weight = weights[start + BITS - 1 - Math.clz32(left & -left)]!;
    if (weight > most) most = weight;
  }
  return most;
}
