import type { Pack } from './pack.ts';
import type { PackDocument } from './pack-document.ts';

/** A pack with the documents that its problems are placed in. */
export interface LoadedPack {
  readonly pack: Pack;
  readonly header: PackDocument;
  readonly controls: PackDocument | undefined;
  /** By profile id. */
  readonly profiles: ReadonlyMap<string, PackDocument>;
  /** Rule ids, also of rules that have problems of their own; `pack:table/` of a table whose rows cannot be told. */
  readonly ruleIds: readonly string[];
}
