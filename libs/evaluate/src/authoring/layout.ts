/** A label, and what stands beside it; without texts it is left out. */
export type Line = readonly [label: string, ...texts: string[]];

const LABEL_WIDTH = 12;

/** Labels in a column of their own. */
export function layOut([label, ...texts]: Line): readonly string[] {
  return texts.map((text, index) => `  ${(index === 0 ? label : '').padEnd(LABEL_WIDTH)} ${text}`);
}
