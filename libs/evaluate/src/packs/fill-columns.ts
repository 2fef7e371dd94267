import { describeUnknown } from './nearest-word.ts';

type Filled = { readonly text: string } | { readonly problem: string; readonly offset: number };

/** A text with `{row.column}` filled in; lists are shown with commas, `{{` and `}}` are braces. */
export function fillColumns(source: string, columns: Readonly<Record<string, unknown>>): Filled {
  let text = '';
  for (const piece of source.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g)) {
    const [whole, expression] = piece;
    const column = expression === undefined ? undefined : /^row\.([A-Za-z0-9]+)$/.exec(expression)?.[1];
    if (whole === '{' || whole === '}') return { problem: `'${whole}' is not paired; write {{ or }} for a brace`, offset: piece.index };
    if (expression === undefined) text += whole === '{{' ? '{' : whole === '}}' ? '}' : whole;
    else if (column === undefined) return { problem: 'only columns can be shown here, for example: {row.option}', offset: piece.index };
    else if (!Object.hasOwn(columns, column)) return { problem: describeUnknown('column', column, Object.keys(columns)), offset: piece.index };
    else text += shown(columns[column]);
  }
  return { text };
}

function shown(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
