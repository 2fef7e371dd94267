import { LimitError } from '@staticfire/read/bytes';
import type { ParsedTemplate } from '../syntax/parse-template.ts';
import type { RenderedText } from './output.ts';
import { renderTemplate, type TemplateInput } from './render-template.ts';

/** A template as one kind of node renders it. */
export interface World {
  /** What holds on such a node, by condition. */
  readonly conditions: ReadonlyMap<string, boolean>;
  readonly rendered: RenderedText;
}

/** Six conditions that are independent of one another; the templates of Bottlerocket 1.26 have at most four on a node without user data. */
const MAX_WORLDS = 64;
/** Characters of all texts together; those of Bottlerocket have some 50 000. */
const MAX_LENGTH = 512 * 1024;

/** Every text that a node may have, by what only it knows. */
export function renderWorlds(template: ParsedTemplate, input: TemplateInput): readonly World[] {
  const worlds: World[] = [];
  let length = 0;
  const pending: ReadonlyMap<string, boolean>[] = [new Map()];
  for (let given = pending.pop(); given !== undefined; given = pending.pop()) {
    const conditions = new Map(given);
    const rendered = renderTemplate(template, input, (condition) => {
      const known = conditions.get(condition);
      if (known !== undefined) return known;
      pending.push(new Map([...conditions, [condition, true]]));
      conditions.set(condition, false);
      return false;
    });
    worlds.push({ conditions, rendered });
    length += rendered.text.length;
    if (length > MAX_LENGTH) throw new LimitError({ structure: template.file, message: `more than ${MAX_LENGTH} characters in ${worlds.length} texts` });
    if (worlds.length + pending.length > MAX_WORLDS) throw tooMany(template.file, conditions);
  }
  return worlds;
}

function tooMany(file: string, conditions: ReadonlyMap<string, boolean>): LimitError {
  return new LimitError({ structure: file, message: `more than ${MAX_WORLDS} texts, by ${[...conditions.keys()].join(', ')}` });
}
