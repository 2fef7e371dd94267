import type { ImageRecipe } from '../lab/recipe.ts';
import { systemRoot } from '../lab/release.ts';
import { file } from '../lab/tree.ts';
import { addFiles, type Change } from './change.ts';

/** A text file of ROOT edited. Throws when it is not there, or when nothing was changed. */
export function editFile(path: string, edit: (text: string) => string): Change {
  return (base) => {
    const place = path.replace('usr', systemRoot(base.release));
    const entry = base.root.entries.findLast((each) => each.path === place);
    if (entry === undefined) throw new Error(`${base.name} has no ${place}`);
    const text = Buffer.from(entry.content ?? '').toString();
    const edited = edit(text);
    if (edited === text) throw new Error(`${base.name}: nothing was changed in ${place}`);
    return addFiles(file(path, edited))(base);
  };
}

/** The settings defaults edited as text. */
export function editDefaults(edit: (text: string) => string): Change {
  return (base: ImageRecipe) => editFile(defaultsPath(base), edit)(base);
}

export function addDefaults(...lines: string[]): Change {
  return editDefaults((text) => `${text}\n${lines.join('\n')}\n`);
}

export function defaultsPath({ release }: ImageRecipe): string {
  return `usr/share/storewolf/${release.variant}.toml`;
}
