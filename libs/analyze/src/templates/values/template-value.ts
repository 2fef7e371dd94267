/** A value that only a node decides. */
export class OpenValue {
  /** What it is, in the words of the template: two of one id are the same value. */
  readonly id: string;
  /** Why it is not known. */
  readonly reason: string;
  /** That it is there and not empty is known. */
  readonly isSet: boolean;

  constructor(id: string, reason: string, isSet = false) {
    this.id = id;
    this.reason = reason;
    this.isSet = isSet;
  }

  /** What stands below it, or is made of it. */
  derive(id: string): OpenValue {
    return new OpenValue(id, this.reason);
  }
}

export type TemplateObject = ReadonlyMap<string, TemplateValue>;

/** JSON as templates see it, with values that are open. What is not there is `undefined`. */
export type TemplateValue = null | boolean | number | string | readonly TemplateValue[] | TemplateObject | OpenValue;

export function isObject(value: TemplateValue | undefined): value is TemplateObject {
  return value instanceof Map;
}

export function isList(value: TemplateValue | undefined): value is readonly TemplateValue[] {
  return Array.isArray(value);
}

/** The first open value in it, at any depth. */
export function findOpen(value: TemplateValue | undefined): OpenValue | undefined {
  if (value instanceof OpenValue) return value;
  const children = isList(value) ? value : isObject(value) ? [...value.values()] : [];
  for (const child of children) {
    const open = findOpen(child);
    if (open !== undefined) return open;
  }
  return undefined;
}

/** Whether `if` takes it for true (handlebars-rust, `JsonTruthy`: empty lists and objects are false); an open value is neither. */
export function truthOf(value: TemplateValue | undefined, includeZero = false): boolean | OpenValue {
  if (value instanceof OpenValue) return value.isSet ? true : value;
  if (value === undefined || value === null || value === false || value === '') return false;
  if (typeof value === 'number') return includeZero ? !Number.isNaN(value) : value !== 0 && Number.isFinite(value);
  if (isList(value)) return value.length > 0;
  return isObject(value) ? value.size > 0 : true;
}

/** As a template prints it (handlebars-rust, `JsonRender`). Open values in it stay what they are. */
export function printValue(value: TemplateValue | undefined): readonly (string | OpenValue)[] {
  if (value === undefined || value === null) return [];
  if (value instanceof OpenValue) return [value];
  if (isList(value)) return ['[', ...value.flatMap((item, index) => (index === 0 ? printValue(item) : [', ', ...printValue(item)])), ']'];
  return isObject(value) ? ['[object]'] : [String(value)];
}
