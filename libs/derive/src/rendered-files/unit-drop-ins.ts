import { readUnitText, type UnitAssignment, type World } from '@staticfire/analyze/templates';
import type { ConfigurationFile } from './configuration-files.ts';
import type { KnownUnit, UnitSettingFact } from './unit-input.ts';

/** Folder of the drop-ins of a unit that a node writes. */
const FOLDER = (unit: string) => `/etc/systemd/system/${unit}.d/`;

/** Drop-ins that a node writes for a unit, by name. */
export function dropInsOf(unit: string, files: readonly ConfigurationFile[]): readonly ConfigurationFile[] {
  const own = files.filter(({ path }) => path.startsWith(FOLDER(unit)) && path.endsWith('.conf') && !path.slice(FOLDER(unit).length).includes('/'));
  return own.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Assignments of files on ROOT round a drop-in that a node writes: systemd takes drop-ins by name, after the unit; one in /etc hides those of its name. */
export function settingsAround(
  { settings, path }: KnownUnit,
  dropIn: string,
): { readonly before: readonly UnitSettingFact[]; readonly after: readonly UnitSettingFact[] } {
  const name = nameOf(dropIn);
  const isBefore = ({ file }: UnitSettingFact) => file === path || !file.includes('.d/') || nameOf(file) < name;
  const isAfter = (setting: UnitSettingFact) => !isBefore(setting) && nameOf(setting.file) !== name;
  return { before: settings.filter(isBefore), after: settings.filter(isAfter) };
}

/** What counts in a rendered drop-in and the files round it, in the order in which it counts. */
export function assignmentsOf(text: string, template: string, around: ReturnType<typeof settingsAround>): readonly UnitAssignment[] {
  return [...around.before, ...readUnitText(text, template), ...around.after];
}

/** Where a word of a rendered assignment stands. */
export function lineFinder({ rendered }: World, from: number): (word: string) => number {
  const lines = rendered.text.split('\n');
  return (word) => {
    const at = word === '' ? -1 : lines.findIndex((line, index) => index >= from - 1 && line.includes(word));
    return at < 0 ? from : at + 1;
  };
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
