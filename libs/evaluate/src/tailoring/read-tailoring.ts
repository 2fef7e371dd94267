import type { Severity, WaiverText } from '@staticfire/findings';
import { type PackDocument, type PackFile, type PackProblem, parsePackDocument, validateDocument } from '../packs/index.ts';
import { tailoringSchema } from './tailoring-schemas.ts';

/** A decision to live with findings of a rule, as it is written. */
type WaiverEntry = Omit<WaiverText, 'ruleId' | 'state' | 'matches' | 'place'> & { readonly rule: string };

/** A `staticfire.yaml` as its schema admits it. */
export interface Tailoring {
  /** Folders, relative to the file. */
  readonly packs?: readonly string[];
  readonly profile?: string | readonly string[];
  readonly failOn?: Severity | 'none';
  /** A file, relative to this one. */
  readonly attestations?: string;
  readonly rules?: Readonly<Record<string, { readonly deselect?: string; readonly severity?: Severity }>>;
  readonly controls?: Readonly<Record<string, { readonly deselect: string }>>;
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly waivers?: readonly WaiverEntry[];
}

export interface TailoringDocument {
  readonly tailoring: Tailoring;
  readonly document: PackDocument;
}

/** Parses a `staticfire.yaml`; undefined, with problems, when it does not fit. */
export function readTailoring(file: PackFile, problems: PackProblem[]): TailoringDocument | undefined {
  const document = parsePackDocument(file, problems);
  if (document === undefined || !validateDocument(document, tailoringSchema, problems)) return undefined;
  return { tailoring: (document.value ?? {}) as Tailoring, document };
}
