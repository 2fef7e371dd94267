import { descend } from '../render/scope.ts';
import { isList, isObject, OpenValue, type TemplateValue, truthOf } from '../values/template-value.ts';
import type { HelperCall, TemplateHelper } from './template-helper.ts';

const value = (arity: number | 'any', apply: TemplateHelper['apply'], takesOpen = false): TemplateHelper => ({
  kind: 'value',
  arity,
  needsValues: true,
  takesOpen,
  apply,
});

const at = ({ arguments: given }: HelperCall, index: number): TemplateValue => given[index]?.value ?? null;

/** Those of handlebars-rust (helpers/helper_extras.rs, helper_lookup.rs). */
export const builtinHelpers: Readonly<Record<string, TemplateHelper>> = {
  eq: value(2, (call) => isEqual(at(call, 0), at(call, 1))),
  ne: value(2, (call) => !isEqual(at(call, 0), at(call, 1))),
  gt: value(2, (call) => compare(call, (a, b) => a > b)),
  gte: value(2, (call) => compare(call, (a, b) => a >= b)),
  lt: value(2, (call) => compare(call, (a, b) => a < b)),
  lte: value(2, (call) => compare(call, (a, b) => a <= b)),
  and: value(2, (call) => connect(call, false), true),
  or: value(2, (call) => connect(call, true), true),
  not: value(1, (call) => negate(call), true),
  len: value(1, (call) => lengthOf(at(call, 0))),
  lookup: { ...value(2, (call) => descend(at(call, 0), [String(at(call, 1))]) ?? null), needsValues: false },
};

function isEqual(a: TemplateValue, b: TemplateValue): boolean {
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, index) => isEqual(item, b[index]!));
  if (isObject(a) && isObject(b)) return a.size === b.size && [...a].every(([name, item]) => b.has(name) && isEqual(item, b.get(name)!));
  return a === b;
}

/** Numbers only; others compare as false. */
function compare(call: HelperCall, holds: (a: number, b: number) => boolean): boolean {
  const [a, b] = [at(call, 0), at(call, 1)];
  return typeof a === 'number' && typeof b === 'number' && holds(a, b);
}

/** `deciding` is the truth of one side that makes the other one irrelevant. */
function connect(call: HelperCall, deciding: boolean): boolean | OpenValue {
  const sides = [truthOf(at(call, 0)), truthOf(at(call, 1))];
  if (sides.includes(deciding)) return deciding;
  const open = sides.find((side) => side instanceof OpenValue);
  return open instanceof OpenValue ? open.derive(call.source) : !deciding;
}

function negate(call: HelperCall): boolean | OpenValue {
  const truth = truthOf(at(call, 0));
  return truth instanceof OpenValue ? truth.derive(call.source) : !truth;
}

function lengthOf(given: TemplateValue): number {
  return isList(given) ? given.length : isObject(given) ? given.size : typeof given === 'string' ? Buffer.byteLength(given) : 0;
}
