import { parseTomlKey } from '@staticfire/analyze/settings';
import { attemptRendering, decodeTemplate, renderWorlds, type TemplateObject, type World } from '@staticfire/analyze/templates';
import { boolean, type FactState, type Infer, isUnreadable, list, object, string, type Unreadable } from '@staticfire/facts';
import { needState } from '../derivation.ts';

const inventorySchema = object({
  templates: list(object({ path: string(''), name: string(''), sha256: string(''), hasHeader: boolean('') }), ''),
  headers: list(object({ template: string(''), key: string(''), value: string('') }), ''),
});

type Inventory = Infer<typeof inventorySchema>;

export type TemplatesState = FactState<Inventory>;

export const templatesNeed = needState('templates.inventory', inventorySchema);

/** A file as it is rendered: every text that it may have. */
export type RenderedFile = { readonly template: string; readonly worlds: readonly World[] };

/** Characters that one fact renders; a node renders some 20 000 for kubelet. */
const MAX_RENDERED = 512 * 1024;

/** Templates of an image, each rendered on demand, once. */
export class TemplateFiles {
  readonly #inventory: FactState<Inventory>;
  readonly #context: ReadonlyMap<string, TemplateObject>;
  readonly #file: (sha256: string) => Uint8Array | undefined;
  readonly #rendered = new Map<string, RenderedFile | Unreadable>();
  #length = 0;

  constructor(inventory: FactState<Inventory>, context: ReadonlyMap<string, TemplateObject>, file: (sha256: string) => Uint8Array | undefined) {
    this.#inventory = inventory;
    this.#context = context;
    this.#file = file;
  }

  /** What a template renders to, or why that is not known. A template that does not exist fails on a node; here it is unreadable. */
  render(path: string): RenderedFile | Unreadable {
    const rendered = this.#rendered.get(path) ?? this.#find(path);
    this.#rendered.set(path, rendered);
    return rendered;
  }

  #find(path: string): RenderedFile | Unreadable {
    if (this.#inventory.state === 'unreadable') return { $unreadable: this.#inventory.error };
    const { templates, headers } = this.#inventory.state === 'present' ? this.#inventory.value : { templates: [], headers: [] };
    const found = templates.find((each) => !isUnreadable(each) && each.path === path);
    const damaged = templates.find((each): each is Unreadable => isUnreadable(each) && (each.$unreadable.structure === path || found === undefined));
    if (found === undefined || isUnreadable(found))
      return damaged ?? unknown('format', path, 'a configuration file is rendered from it, and it does not exist');
    const bytes = this.#file(found.sha256);
    if (bytes === undefined) return unknown('unsupported', path, 'the facts do not carry the template along; it is too large, or looks like it holds a secret');
    const asked = headers.flatMap((each) => (isUnreadable(each) || each.template !== found.name ? [] : [each]));
    return this.#render(path, bytes, found.hasHeader ? requirementsOf(asked) : undefined);
  }

  #render(path: string, bytes: Uint8Array, required: Requirements | undefined): RenderedFile | Unreadable {
    const rendered = attemptRendering(() => {
      const template = decodeTemplate(bytes, path);
      const input = required === undefined ? { root: this.#context } : { root: visible(this.#context, required.extensions), helpers: required.helpers };
      return renderWorlds(template, input);
    });
    if ('problem' in rendered) return { $unreadable: rendered.problem };
    this.#length += rendered.value.reduce((sum, { rendered: { text } }) => sum + text.length, 0);
    return this.#length > MAX_RENDERED
      ? unknown('limit', path, `more than ${MAX_RENDERED} characters are rendered`)
      : { template: path, worlds: rendered.value };
  }
}

/** The extensions and helpers that the header of a template asks for; it sees nothing else. */
interface Requirements {
  readonly extensions: ReadonlySet<string>;
  readonly helpers: ReadonlySet<string>;
}

function requirementsOf(headers: readonly { readonly key: string; readonly value: string }[]): Requirements {
  const paths = headers.map(({ key, value }) => ({ steps: parseTomlKey(key) ?? [], value })).filter(({ steps }) => steps[0] === 'required-extensions');
  return {
    extensions: new Set(paths.map(({ steps }) => String(steps[1]))),
    helpers: new Set(paths.filter(({ steps }) => steps[2] === 'helpers').map(({ value }) => value)),
  };
}

/** Extensions are tables of settings; `os` stands beside them. */
function visible(context: ReadonlyMap<string, TemplateObject>, extensions: ReadonlySet<string>): TemplateObject {
  const settings = [...(context.get('settings') ?? new Map())].filter(([name]) => extensions.has(name));
  const others = [...context].filter(([name]) => name !== 'settings' && extensions.has(name));
  return new Map<string, TemplateObject>([['settings', new Map(settings)], ...others]);
}

function unknown(kind: 'format' | 'unsupported' | 'limit', structure: string, message: string): Unreadable {
  return { $unreadable: { kind, structure, message } };
}
