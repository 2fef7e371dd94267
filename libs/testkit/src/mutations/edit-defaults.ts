import type { ImageRecipe } from '../lab/recipe.ts';
import { type Change, editFile } from './change.ts';

/** The settings defaults edited as text. Throws when nothing was changed. */
export function editDefaults(edit: (text: string) => string): Change {
  const changed = (text: string) => {
    const edited = edit(text);
    if (edited === text) throw new Error('nothing was changed in the settings defaults');
    return edited;
  };
  return (base) => editFile(defaultsPath(base), changed)(base);
}

export function replaceDefaults(before: string, after: string): Change {
  return editDefaults((text) => text.replace(before, after));
}

export function addDefaults(...lines: string[]): Change {
  return editDefaults((text) => `${text}\n${lines.join('\n')}\n`);
}

export function defaultsPath({ release }: ImageRecipe): string {
  return `usr/share/storewolf/${release.variant}.toml`;
}
