import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import type { CilModule } from '../cil/index.ts';
import type { Neverallow } from '../neverallows/index.ts';

/** Permissions by class. */
export type ClassTable = Readonly<Record<string, readonly string[]>>;

/** By the name of a map and that of one of its permissions: what it stands for. `files: { load: { file: [read, open], dir: [search] } }` */
export type ClassMaps = Readonly<Record<string, Readonly<Record<string, ClassTable>>>>;

/** In a list, stands for what could not be read, or for the rest where the list was cut short: facts write it so. */
export interface UnreadableElement {
  readonly $unreadable: unknown;
}

/** A file whose label is not what file_contexts says, or that the policy does not know; as the fact `selinux.labels` has it. */
export interface WrongLabel {
  readonly path: string;
  /** As `LabelChecks` of file-contexts tells them apart. */
  readonly kind: 'missing' | 'different' | 'unexpected' | 'invalid';
  /** Absent: no label. */
  readonly expected?: string;
  readonly found?: string;
  /** The table that decides, and the number of its line. */
  readonly table?: string;
  readonly tableLine?: number;
}

/** The labels of all files against file_contexts. */
export interface LabelData {
  readonly differences: readonly (WrongLabel | UnreadableElement)[];
  /** How many more there are of a kind directly in a directory. */
  readonly omitted: readonly ({ readonly directory: string; readonly kind: WrongLabel['kind']; readonly count: number } | UnreadableElement)[];
  /** Files whose label could not be read. */
  readonly unreadable?: number;
}

/** Regular files with an execute bit that have one label, as the fact `selinux.executables` has them. */
export interface LabelledExecutables {
  /** The whole context as it is on disk; absent: no label. */
  readonly label?: string;
  /** Normalised. */
  readonly paths: readonly string[];
}

/** What assertions may need beside the policy. */
export interface AssertionData {
  readonly classMaps?: ClassMaps;
  /** Classes and permissions that the image's kernel asks about. */
  readonly kernelClasses?: ClassTable;
  /** What `unchanged` compares with. */
  readonly baseline?: SelinuxPolicy;
  /** Those of the image's own modules. */
  readonly neverallows?: readonly Neverallow[] | undefined;
  /** All of the image's own CIL modules, for `modules_match`. */
  readonly modules?: readonly CilModule[] | undefined;
  readonly labels?: LabelData | undefined;
  readonly executables?: readonly (LabelledExecutables | UnreadableElement)[] | undefined;
}
