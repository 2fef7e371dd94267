import { partsOf } from '../pack-place.ts';
import { code, link } from './markdown.ts';

/** Pack → where its pages are, seen from the folder of the pack whose pages are written: `../baseline/`. Packs without pages are not in it. */
export type PackPages = ReadonlyMap<string, string>;

/** Inside the pack's folder; beside `docs`, so that no area can have its name. */
export const CONTROLS_PAGE = 'CONTROLS.md';

export function areaPage(area: string): string {
  return `docs/${area}.md`;
}

/** A rule's id, leading to its reference where there is one. `from` is the folder of the page that links. */
export function linkRule(ruleId: string, pages: PackPages, from: 'docs' | 'pack'): string {
  const { packId, area, name } = partsOf(ruleId);
  return linkInto(packId, areaPage(area), name, code(ruleId), pages, from);
}

/** A control's `pack/id`, leading to its place in its pack's table of controls. */
export function linkControl(key: string, pages: PackPages, from: 'docs' | 'pack'): string {
  const slash = key.indexOf('/');
  return linkInto(key.slice(0, slash), CONTROLS_PAGE, key.slice(slash + 1), code(key), pages, from);
}

function linkInto(packId: string, page: string, name: string, label: string, pages: PackPages, from: 'docs' | 'pack'): string {
  const home = pages.get(packId);
  if (home === undefined) return label;
  return link(label, `${from === 'docs' ? '../' : ''}${home}${page}`, name);
}
