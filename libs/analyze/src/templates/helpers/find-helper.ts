import { builtinHelpers } from './builtin-helpers.ts';
import { extensionHelpers } from './extension-helpers.ts';
import { standardHelpers } from './standard-helpers.ts';
import type { TemplateHelper } from './template-helper.ts';

/** A helper, or why a template cannot have it worked out. */
export type FoundHelper = TemplateHelper | { readonly unknown: string };

/** `requested` are those that the header of the template asks for; without a header all there are. */
export function findHelper(name: string, requested: ReadonlySet<string> | undefined): FoundHelper {
  if (Object.hasOwn(builtinHelpers, name)) return builtinHelpers[name]!;
  if (requested !== undefined && !requested.has(name)) return { unknown: `${name} is no helper that the header of the template asks for` };
  const known = { ...standardHelpers, ...extensionHelpers };
  return Object.hasOwn(known, name) ? known[name]! : { unknown: `the helper ${name} is not known` };
}
