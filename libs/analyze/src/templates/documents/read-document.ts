import { FormatError, LimitError, ReadError, UnsupportedError } from '@staticfire/read/bytes';
import type { World } from '../render/render-worlds.ts';
import type { DocumentNode } from './document-node.ts';
import { type DocumentValues, flattenDocument } from './flatten-document.ts';
import { mergeDocuments } from './merge-documents.ts';
import { readEnvironment } from './read-environment.ts';
import { readJson } from './read-json.ts';
import { readToml } from './read-toml.ts';
import { environmentOf, readUnitText } from './read-unit-text.ts';
import { readYaml } from './read-yaml.ts';

const READERS = {
  yaml: readYaml,
  toml: readToml,
  json: readJson,
  environment: readEnvironment,
  'unit-environment': (text: string, file: string): DocumentNode => environmentOf(readUnitText(text, file)),
} as const;

export type DocumentFormat = keyof typeof READERS;

/** The values of a rendered file that hold on every node. `file` is the template, which errors name. */
export function readDocument(worlds: readonly World[], format: DocumentFormat, file: string): DocumentValues {
  return readWorlds(worlds, file, (text) => READERS[format](text, file));
}

/** The same for files of which `read` makes something of its own. It throws errors with lines of the rendered text. */
export function readWorlds(worlds: readonly World[], file: string, read: (text: string, world: World) => DocumentNode): DocumentValues {
  const merged = worlds.map((world) => ({
    conditions: world.conditions,
    values: flattenDocument(
      attempt(world, () => read(world.rendered.text, world)),
      world.rendered,
      file,
    ),
  }));
  return mergeDocuments(merged);
}

/** An error in a rendered text is one of the line of the template that the line comes from. */
function attempt<T>({ rendered }: World, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    const line = /^line ([0-9]+)$/.exec(error.detail.field ?? '')?.[1];
    const detail = { ...error.detail, ...(line === undefined ? {} : { field: `line ${rendered.lines[Number(line) - 1] ?? line}` }) };
    throw error.kind === 'format' ? new FormatError(detail) : error.kind === 'limit' ? new LimitError(detail) : new UnsupportedError(detail);
  }
}
