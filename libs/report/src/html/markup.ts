import { printable } from '../printable.ts';

/** HTML that is safe to put into a page. Only `html` makes it. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What a template takes. Text and numbers are escaped; `undefined` and `false` write nothing. */
export type Content = string | number | Markup | undefined | false | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * A template whose values are escaped, for element content and for attribute values in double quotes: markup becomes entities, and what is
 * invisible or active (`printable`) becomes a visible escape.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let text = parts[0] ?? '';
  for (const [index, value] of values.entries()) text += write(value) + parts[index + 1];
  return new Markup(text);
}

export function join(items: readonly Content[], separator: string): Markup {
  return new Markup(items.map(write).join(write(separator)));
}

export function write(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === 'string') return escapeText(content);
  if (typeof content === 'number') return String(content);
  if (content === undefined || content === false) return '';
  return content.map(write).join('');
}

/** Most text: nothing in it is escaped. */
const PLAIN = /^[ !#-%(-;=?-~]*$/;

function escapeText(text: string): string {
  if (PLAIN.test(text)) return text;
  return printable(text, Number.POSITIVE_INFINITY).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
