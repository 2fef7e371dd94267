import type { SelinuxClass } from '@staticfire/read/formats/selinux-policy';
import { namesIn } from '../../symbol-names.ts';
import { EmptyAssertionError } from '../assertion-errors.ts';
import type { AssertionScope } from './assertion-scope.ts';
import type { AccessSet } from './set-expectation.ts';

/**
 * Access vectors by class of a set of permissions, class maps expanded. Unknown names are an UnknownSymbolError, a name that is a class as well as a map
 * and a set without permissions an EmptyAssertionError.
 */
export function accessVectors(scope: AssertionScope, field: string, access: AccessSet): Uint32Array {
  const vectors = new Uint32Array(scope.policy.classes.maxValue + 1);
  for (const [name, value] of Object.entries(access)) {
    const permissions = typeof value === 'string' ? [value] : value;
    if (!isClassMap(scope, name)) addClass(scope, vectors, name, permissions);
    else if (scope.policy.classes.get(name) === undefined) addClassMap(scope, vectors, name, permissions);
    else throw new EmptyAssertionError(`${field}.${name}`, 'it is the name of a class and of a class map');
  }
  if (vectors.every((vector) => vector === 0)) scope.empty(field);
  return vectors;
}

function isClassMap({ data }: AssertionScope, name: string): boolean {
  return data.classMaps !== undefined && Object.hasOwn(data.classMaps, name);
}

function addClassMap(scope: AssertionScope, vectors: Uint32Array, mapName: string, permissions: readonly string[]): void {
  const map = scope.data.classMaps![mapName]!;
  const names = chosen(scope, `permission of the class map ${mapName}`, permissions, Object.keys(map));
  for (const name of names) for (const [className, own] of Object.entries(map[name]!)) addClass(scope, vectors, className, own);
}

function addClass(scope: AssertionScope, vectors: Uint32Array, name: string, permissions: readonly string[]): void {
  const { classes } = scope.policy;
  const tclass = classes.get(name) ?? scope.unknown('class', name, [...namesIn(classes), ...Object.keys(scope.data.classMaps ?? {})]);
  if (tclass === undefined) return;
  for (const permission of chosen(scope, `permission of ${name}`, permissions, permissionsOf(tclass))) {
    vectors[tclass.value]! |= 1 << tclass.permissionNames.indexOf(permission);
  }
}

function permissionsOf({ permissionNames }: SelinuxClass): string[] {
  return permissionNames.filter((name) => name !== undefined);
}

/** Those of `all` that are named, without those behind a minus. */
function chosen(scope: AssertionScope, kind: string, names: readonly string[], all: readonly string[]): Set<string> {
  const known = (name: string) => {
    if (name === '*') return all;
    return all.includes(name) ? [name] : (scope.unknown(kind, name, all) ?? []);
  };
  const added = names.filter((name) => !name.startsWith('-')).flatMap(known);
  const removed = names.filter((name) => name.startsWith('-')).flatMap((name) => known(name.slice(1)));
  return new Set(added).difference(new Set(removed));
}
