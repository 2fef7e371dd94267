/** systemd.unit(5). Of this order none matters. */
export const unitTypes = ['service', 'socket', 'target', 'device', 'mount', 'automount', 'swap', 'timer', 'path', 'slice', 'scope'] as const;
export type UnitType = (typeof unitTypes)[number];

/** A valid name of a unit, in its parts. */
export interface UnitName {
  readonly name: string;
  readonly type: UnitType;
  /** Before `@`, or before the suffix. */
  readonly prefix: string;
  /** `getty@.service` is a template, `getty@tty1.service` an instance. */
  readonly kind: 'plain' | 'template' | 'instance';
  /** Of instances; escaped, as it stands in the name. */
  readonly instance?: string;
}

/** UNIT_NAME_MAX of systemd, with the byte that ends a string. */
const MAX_LENGTH = 255;
const NAME = new RegExp(`^([0-9A-Za-z:_.\\\\-]+)(?:(@)([0-9A-Za-z:_.\\\\@-]*))?\\.(${unitTypes.join('|')})$`);
const INSTANCE = /^[0-9A-Za-z:_.\\@-]+$/;
const PREFIX = /^[0-9A-Za-z:_.\\-]+$/;
const TYPES: ReadonlySet<string> = new Set(unitTypes);
/** src/basic/unit-file.c. */
const MAY_ALIAS: ReadonlySet<UnitType> = new Set<UnitType>(['service', 'socket', 'target', 'device', 'timer', 'path']);
const MAY_TEMPLATE: ReadonlySet<UnitType> = new Set<UnitType>(['service', 'socket', 'target', 'timer', 'path']);

/** Of names that were asked for: those of a node are asked for again and again. */
const parsed = new Map<string, UnitName | undefined>();
const MAX_PARSED = 20_000;

/** The parts of a name (systemd src/basic/unit-name.c); one that no unit can have → undefined. */
export function parseUnitName(name: string): UnitName | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  if (parsed.has(name)) return parsed.get(name);
  if (parsed.size === MAX_PARSED) parsed.clear();
  const parts = readUnitName(name);
  parsed.set(name, parts);
  return parts;
}

function readUnitName(name: string): UnitName | undefined {
  const [, prefix, at, instance, type] = NAME.exec(name) ?? [];
  if (prefix === undefined) return undefined;
  const common = { name, prefix, type: type as UnitType };
  if (at === undefined) return { ...common, kind: 'plain' };
  return instance === '' || instance === undefined ? { ...common, kind: 'template' } : { ...common, kind: 'instance', instance };
}

export function isUnitName(name: string): boolean {
  return parseUnitName(name) !== undefined;
}

export function isUnitType(word: string): word is UnitType {
  return TYPES.has(word);
}

export function isUnitPrefix(text: string): boolean {
  return PREFIX.test(text);
}

/** Symlinks and Alias= may give units of this type other names. */
export function mayAlias(type: UnitType): boolean {
  return MAY_ALIAS.has(type);
}

export function mayTemplate(type: UnitType): boolean {
  return MAY_TEMPLATE.has(type);
}

/** The template of a template or an instance. */
export function templateOf({ prefix, type }: UnitName): string {
  return `${prefix}@.${type}`;
}

/** A template or an instance with another instance; an instance that no name can have → undefined. */
export function withInstance({ prefix, type, kind }: UnitName, instance: string): string | undefined {
  const name = `${prefix}@${instance}.${type}`;
  return kind !== 'plain' && INSTANCE.test(instance) && name.length <= MAX_LENGTH ? name : undefined;
}

/** The same name with another type; too long → undefined. */
export function withType({ name, type }: UnitName, other: UnitType): string | undefined {
  const changed = `${name.slice(0, -type.length)}${other}`;
  return changed.length <= MAX_LENGTH ? changed : undefined;
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Byte order, as strcmp has it: names on ROOT can have any bytes. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
