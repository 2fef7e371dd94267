import type { KnownValue } from '@staticfire/analyze/templates';
import { isUnreadable, type Unreadable } from '@staticfire/facts';
import type { ConfigurationFile } from '../rendered-files/configuration-files.ts';
import { valuesOf } from '../rendered-files/document-values.ts';
import type { Rendering } from '../rendered-files/rendering-needs.ts';
import { environmentFiles } from '../rendered-files/unit-environment.ts';
import type { KnownUnit } from '../rendered-files/unit-input.ts';

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Replaces the variables in values of a command line by what environment files that a node writes say of them. */
export class CommandVariables {
  readonly #sources: readonly (ReturnType<typeof valuesOf> | { readonly notRendered: string })[];

  constructor(unit: KnownUnit, { files, templates }: Rendering) {
    this.#sources = environmentFiles(unit)
      .toReversed()
      .map((path) => {
        const found = files.find((each: ConfigurationFile) => each.path === path);
        return found === undefined ? { notRendered: path } : valuesOf(templates.render(found.template), 'environment');
      });
  }

  /** The value; or why it is not known. */
  replace(known: KnownValue): KnownValue | Unreadable {
    const names = [...(known.value ?? '').matchAll(VARIABLE)].map(([, name]) => name!);
    const found = new Map(names.map((name) => [name, this.#find(name)]));
    const open = [...found.values()].find((each) => typeof each !== 'string');
    if (open !== undefined) return open as Unreadable;
    return names.length === 0 ? known : { ...known, value: known.value!.replaceAll(VARIABLE, (_, name: string) => found.get(name) as string) };
  }

  /** Later files win; a file that is not rendered may set anything. */
  #find(name: string): string | Unreadable {
    for (const source of this.#sources) {
      if ('notRendered' in source) continue;
      if (isUnreadable(source)) return source;
      const value = Object.hasOwn(source, name) ? source[name] : undefined;
      if (value !== undefined) return isUnreadable(value) ? value : (value.value ?? '');
    }
    return { $unreadable: { kind: 'unsupported', structure: `$${name}`, message: `no file that the image has sets the variable ${name}` } };
  }
}
