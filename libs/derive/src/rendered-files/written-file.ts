import { boolean, integer, object, optional, string } from '@staticfire/facts';
import type { ConfigurationFile } from './configuration-files.ts';
import { type KnownUnit, type UnitsState, writerOf } from './unit-input.ts';

/** What facts tell of a file that a node writes. */
export const writtenFile = {
  path: string('Where a node writes it'),
  template: string('What it is rendered from'),
  mode: string('Octal digits: 0600'),
  owner: optional(string('The user that writes it; absent when units could not be read')),
  file: string('The defaults that say so'),
  line: integer('Line of the mode there; without a mode, of the path'),
};

export const writtenFileSchema = object(writtenFile);

export function tellWritten({ path, template, mode, file, line }: ConfigurationFile, units: UnitsState) {
  const owner = writerOf(units);
  return { path, template, mode, ...(owner === undefined ? {} : { owner }), file, line };
}

/** What facts tell of the unit that a file is for. */
export const unitSummary = object({
  name: string('Main name'),
  loadState: string('As systemctl has it'),
  started: boolean('The start of a node starts it'),
  path: optional(string('Its file')),
});

export function summarizeUnit({ name, loadState, started, path }: KnownUnit) {
  return { name, loadState, started, ...(path === undefined ? {} : { path }) };
}
