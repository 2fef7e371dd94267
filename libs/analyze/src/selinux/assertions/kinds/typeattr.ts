import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { kindSchema, nameSchema, setSchema } from '../schema-parts.ts';
import { type AssertionScope, compareSet, type Leniency, type SetExpectation } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/** Which types an attribute stands for. Compilers leave out attributes that no rule needs: with `missing: ok` one has no members then. */
export interface TypeattrAssertion extends Leniency {
  readonly assert: 'typeattr';
  readonly attribute: string;
  readonly members: SetExpectation;
}

export const typeattrSchema = kindSchema('typeattr', { attribute: nameSchema('an attribute'), members: setSchema('its types') }, ['attribute', 'members']);

export function decideTypeattr(scope: AssertionScope, { attribute, members }: TypeattrAssertion): ViolationDraft[] {
  const { policy } = scope;
  const { extra, absent } = compareSet(scope, 'members', members, membersOf(scope, attribute));
  const violation = (value: number, message: string): ViolationDraft => {
    const source = policy.types.nameOf(value);
    return { subject: `${source} ${attribute}`, message, source };
  };
  return [
    ...extra.map((value) => ({ ...violation(value, 'the attribute stands for the type'), rules: () => [memberText(policy, value, attribute)] })),
    ...absent.map((value) => violation(value, 'the attribute does not stand for the type')),
  ];
}

function membersOf(scope: AssertionScope, attribute: string): Uint8Array {
  const { types, attributeMap } = scope.policy;
  const marks = new Uint8Array(types.maxValue + 1);
  const symbol = scope.symbol('attribute', types, attribute);
  if (symbol !== undefined && !symbol.isAttribute) scope.unknown('attribute', attribute, attributeNames(scope.policy));
  else if (symbol !== undefined) for (const value of attributeMap.membersOf(symbol.value)) marks[value] = 1;
  return marks;
}

function attributeNames({ types }: SelinuxPolicy): string[] {
  return types.records.filter(({ isAttribute }) => isAttribute).map(({ name }) => name);
}

function memberText({ types }: SelinuxPolicy, value: number, attribute: string): string {
  return `typeattribute ${types.nameOf(value)} ${attribute};`;
}
