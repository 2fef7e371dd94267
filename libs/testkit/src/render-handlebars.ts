import Handlebars from 'handlebars';

type Helper = (...values: never[]) => unknown;

/** A template as handlebars.js renders it: the other reading of what handlebars-rust does on a node, in what both do alike. */
export function renderHandlebars(template: string, context: object, helpers: Readonly<Record<string, Helper>> = {}): string {
  const instance = Handlebars.create();
  for (const [name, helper] of Object.entries(helpers)) instance.registerHelper(name, (...values: unknown[]) => helper(...(values.slice(0, -1) as never[])));
  return instance.compile(template, { strict: false, noEscape: false })(context);
}

/** A text that a helper prints as it is. */
export function unescaped(text: string): unknown {
  return new Handlebars.SafeString(text);
}
