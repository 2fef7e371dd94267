import { templateError } from '../syntax/template-error.ts';
import { isList, isObject, OpenValue, type TemplateObject, type TemplateValue } from '../values/template-value.ts';
import type { HelperCall, TemplateHelper } from './template-helper.ts';

/** schnauzer's own print as they are and take settings that are not set. */
export const printing = (arity: number, apply: TemplateHelper['apply'], takesOpen = false): TemplateHelper => ({
  kind: 'text',
  arity,
  needsValues: false,
  takesOpen,
  apply,
});

export const testing = (apply: (value: TemplateValue) => boolean): TemplateHelper => ({
  kind: 'value',
  arity: 1,
  needsValues: true,
  takesOpen: false,
  apply: (call) => apply(call.arguments[0]!.value ?? null),
});

const GO_ARCHITECTURES: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['amd64', 'amd64'],
  ['aarch64', 'arm64'],
  ['arm64', 'arm64'],
]);

/** The extension `std` (schnauzer, helpers/stdlib). */
export const standardHelpers: Readonly<Record<string, TemplateHelper>> = {
  any_enabled: testing((value) => itemsOf(value).some((item) => isObject(item) && item.get('enabled') === true)),
  base64_decode: printing(1, (call) => sameOpen(call, 0) ?? decodeBase64(call, textAt(call, 0)), true),
  default: printing(2, (call) => sameOpen(call, 1) ?? scalarAt(call, 1) ?? refuse(scalarAt(call, 0), call, 'a default'), true),
  join_array: printing(2, joinArray),
  join_map: printing(4, joinMap),
  goarch: printing(1, (call) => refuse(GO_ARCHITECTURES.get(textAt(call, 0)), call, 'an architecture')),
  negate_or_else: printing(2, (call) => String(negateOrElse(call))),
  is_null: testing((value) => value === null),
  is_bool: testing((value) => typeof value === 'boolean'),
  is_number: testing((value) => typeof value === 'number'),
  is_string: testing((value) => typeof value === 'string'),
  is_array: testing(isList),
  is_object: testing(isObject),
};

function itemsOf(value: TemplateValue): readonly TemplateValue[] {
  return isList(value) ? value : isObject(value) ? [...value.values()] : [];
}

/** What is made of an open value is there when the value is. */
function sameOpen({ arguments: given, source }: HelperCall, index: number): OpenValue | undefined {
  const value = given[index]!.value;
  return value instanceof OpenValue ? new OpenValue(source, value.reason, value.isSet) : undefined;
}

/** What schnauzer fails for. */
export function refuse<T>(value: T | undefined, { place, source }: HelperCall, expected: string): T {
  if (value === undefined) throw templateError(place, `${source}: expected ${expected}, so a node cannot render it`);
  return value;
}

export function textAt(call: HelperCall, index: number): string {
  const value = call.arguments[index]!.value;
  return refuse(typeof value === 'string' ? value : undefined, call, `a text at ${call.arguments[index]!.source}`);
}

/** As text; not set → undefined. */
export function scalarAt(call: HelperCall, index: number): string | undefined {
  const value = call.arguments[index]!.value;
  if (value === undefined || value === null) return undefined;
  return refuse(isList(value) || isObject(value) ? undefined : String(value), call, `one value at ${call.arguments[index]!.source}`);
}

function decodeBase64(call: HelperCall, text: string): string {
  const bytes = Buffer.from(text, 'base64');
  const isBase64 = bytes.toString('base64') === text;
  try {
    return refuse(isBase64 ? new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) : undefined, call, 'base64 of UTF-8');
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return refuse<string>(undefined, call, 'base64 of UTF-8');
  }
}

function joinArray(call: HelperCall): string {
  const items = refuse(isList(call.arguments[1]!.value) ? call.arguments[1]!.value : undefined, call, 'a list');
  return items.map((item) => `"${refuse(typeof item === 'string' ? item : undefined, call, 'a list of texts')}"`).join(textAt(call, 0));
}

function joinMap(call: HelperCall): string {
  const map = call.arguments[3]!.value;
  const mayMiss = refuse({ 'fail-if-missing': false, 'no-fail-if-missing': true }[textAt(call, 2)], call, 'fail-if-missing or no-fail-if-missing');
  if (!isObject(map)) return refuse(mayMiss ? '' : undefined, call, 'a map');
  return pairsOf(map, call, textAt(call, 0)).join(textAt(call, 1));
}

function pairsOf(map: TemplateObject, call: HelperCall, between: string): readonly string[] {
  const isScalar = (value: TemplateValue) => value !== null && typeof value !== 'object';
  return [...map].map(([name, value]) => `${name}${between}${refuse(isScalar(value) ? String(value) : undefined, call, 'a map of single values')}`);
}

function negateOrElse(call: HelperCall): boolean {
  const [fallback, value] = call.arguments.map((argument) => argument.value ?? null);
  const otherwise = refuse(typeof fallback === 'boolean' ? fallback : undefined, call, 'true or false');
  return value === null ? otherwise : !refuse(typeof value === 'boolean' ? value : undefined, call, 'true or false');
}
