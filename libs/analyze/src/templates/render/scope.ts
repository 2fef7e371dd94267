import type { Path } from '../syntax/expression.ts';
import { isList, isObject, OpenValue, type TemplateValue } from '../values/template-value.ts';

/** What names mean at one place of a template. */
export interface Scope {
  /** `this`. */
  readonly context: TemplateValue | undefined;
  /** `@key`, `@index`, `@first`, `@last`. */
  readonly data: ReadonlyMap<string, TemplateValue>;
  /** Names that a block gives its parameters. */
  readonly parameters: ReadonlyMap<string, TemplateValue>;
  readonly parent?: Scope;
}

/** What a path leads to; nothing → undefined. */
export function resolvePath(path: Path, scope: Scope, root: TemplateValue): TemplateValue | undefined {
  const [first, ...rest] = path.steps;
  if (path.isData) return first === 'root' ? descend(root, rest) : descend(dataOf(scope, first ?? ''), rest);
  const given = path.up === 0 && first !== undefined ? parameterOf(scope, first) : undefined;
  if (given !== undefined) return descend(given, rest);
  return descend(ancestor(scope, path.up)?.context, path.steps);
}

export function descend(value: TemplateValue | undefined, steps: readonly string[]): TemplateValue | undefined {
  return steps.reduce<TemplateValue | undefined>((at, step) => {
    if (at instanceof OpenValue) return at.derive(`${at.id}.${step}`);
    if (isList(at)) return /^[0-9]+$/.test(step) ? at[Number(step)] : undefined;
    return isObject(at) ? at.get(step) : undefined;
  }, value);
}

function ancestor(scope: Scope, up: number): Scope | undefined {
  return up === 0 ? scope : scope.parent && ancestor(scope.parent, up - 1);
}

function dataOf({ data, parent }: Scope, name: string): TemplateValue | undefined {
  return data.has(name) ? data.get(name) : parent && dataOf(parent, name);
}

function parameterOf({ parameters, parent }: Scope, name: string): TemplateValue | undefined {
  return parameters.has(name) ? parameters.get(name) : parent && parameterOf(parent, name);
}
