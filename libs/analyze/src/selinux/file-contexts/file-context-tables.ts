import { FormatError } from '@staticfire/read/bytes';
import type { FileContextAlias, FileContextSpec } from '@staticfire/read/formats/file-contexts';
import { type TranslatedSpec, translateSpec } from './translate-spec.ts';

export interface FileContextsFile {
  /** Names the file in answers and errors. */
  readonly path: string;
  readonly specs: readonly FileContextSpec[];
}

/** What libselinux loads together. */
export interface FileContextTables {
  /** file_contexts, file_contexts.homedirs, file_contexts.local: those that exist, in this order. Later ones win. */
  readonly files: readonly FileContextsFile[];
  /** The lines of file_contexts.subs, then those of file_contexts.subs_dist. */
  readonly aliases?: readonly (readonly FileContextAlias[])[];
}

/** A spec and where it stands. */
export interface PlacedSpec {
  readonly file: string;
  readonly spec: FileContextSpec;
}

/** Every spec, those of later files behind those of earlier ones. */
export function placedSpecs({ files }: FileContextTables): readonly PlacedSpec[] {
  return files.flatMap(({ path, specs }) => specs.map((spec) => ({ file: path, spec })));
}

/**
 * The specs in the order of `placedSpecs`, ready to be matched. Two of one file with the same text and a type in common are a FormatError:
 * setfiles and restorecon refuse such a table (src/label_file.c, `nodups_specs`). Other errors are those of `translateSpec`.
 */
export function translateTables(tables: FileContextTables): readonly TranslatedSpec[] {
  for (const file of tables.files) refuseRepeats(file);
  return placedSpecs(tables).map(({ file, spec }) => translateSpec(spec, file));
}

/** Throws the FormatError of the first spec that repeats another. */
export function refuseRepeats({ path, specs }: FileContextsFile): void {
  const seen = new Map<string, FileContextSpec[]>();
  for (const spec of specs) {
    const same = seen.get(spec.regex) ?? [];
    const first = same.find(({ type }) => type === undefined || spec.type === undefined || type === spec.type);
    if (first !== undefined) throw new FormatError({ structure: path, field: `line ${spec.line}`, message: `repeats the spec of line ${first.line}` });
    seen.set(spec.regex, [...same, spec]);
  }
}
