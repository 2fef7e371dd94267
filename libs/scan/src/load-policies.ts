import {
  collectPacks,
  type Pack,
  type PackFile,
  PackLoadError,
  type PackProblem,
  type ResolvedSelection,
  readTailoring,
  resolveSelection,
  type Selection,
} from '@staticfire/evaluate';
import type { Severity } from '@staticfire/findings';
import { factCatalogue } from './catalogue.ts';

/** The documents that say how to judge, as they were read; nothing in them has been checked. */
export interface PolicyDocuments {
  readonly packs: readonly PackFile[];
  /** `staticfire.yaml`. */
  readonly tailoring?: PackFile | undefined;
  readonly attestations?: PackFile | undefined;
  /** From flags or the environment; they come before what the tailoring says. */
  readonly profiles?: readonly string[] | undefined;
  readonly failOn?: Severity | 'none' | undefined;
}

/** How to judge, checked. */
export interface Policies {
  readonly packs: readonly Pack[];
  readonly selection: Selection;
  readonly failOn: Severity | 'none';
}

/** Checks every document. Throws PackLoadError with all that is wrong in any of them, UnknownProfileError for a profile that was asked for. */
export function loadPolicies(documents: PolicyDocuments): Policies {
  const problems: PackProblem[] = [];
  const packs = collectPacks(documents.packs, factCatalogue, problems);
  const packsFit = problems.length === 0;
  const tailoring = documents.tailoring === undefined ? undefined : readTailoring(documents.tailoring, problems);
  // Names are looked up in whole packs only: a rule that does not compile is no unknown rule.
  const resolved: ResolvedSelection | undefined = packsFit ? resolveSelection(packs, { ...documents, tailoring }, problems) : undefined;
  if (problems.length > 0 || resolved === undefined) throw new PackLoadError(problems);
  return { packs, ...resolved };
}

/** A path as a `staticfire.yaml` names it, and where: `file:line:column`. */
export interface Pointer {
  readonly path: string;
  readonly place: string;
}

/** What a `staticfire.yaml` points to, before anything else is loaded; nothing when it does not fit, which `loadPolicies` tells. */
export function readPointers(file: PackFile): { readonly packs?: readonly Pointer[]; readonly attestations?: Pointer } {
  const read = readTailoring(file, []);
  if (read === undefined) return {};
  const { packs, attestations } = read.tailoring;
  const pointer = (path: string, ...steps: (string | number)[]): Pointer => {
    const { line, column } = read.document.place(steps);
    return { path, place: `${file.path}:${line}:${column}` };
  };
  return {
    ...(packs === undefined ? {} : { packs: packs.map((path, index) => pointer(path, 'packs', index)) }),
    ...(attestations === undefined ? {} : { attestations: pointer(attestations, 'attestations') }),
  };
}
