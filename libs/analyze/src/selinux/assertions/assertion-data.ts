import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import type { CilModule } from '../cil/index.ts';
import type { Neverallow } from '../neverallows/index.ts';

/** Permissions by class. */
export type ClassTable = Readonly<Record<string, readonly string[]>>;

/** By the name of a map and that of one of its permissions: what it stands for. `files: { load: { file: [read, open], dir: [search] } }` */
export type ClassMaps = Readonly<Record<string, Readonly<Record<string, ClassTable>>>>;

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
}
