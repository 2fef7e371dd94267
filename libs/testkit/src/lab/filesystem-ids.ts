import { type BuildIdentity, derivedFatId, derivedUuid } from './derived-ids.ts';
import { fixedUuid } from './identifiers.ts';

export interface FilesystemId {
  readonly uuid: string;
  /** Of ext4 alone. */
  readonly hashSeed: string;
}

/** Identifiers of the filesystems on an image. */
export interface FilesystemIds {
  readonly root: FilesystemId;
  readonly boot: FilesystemId;
  readonly private: FilesystemId;
  readonly data: FilesystemId;
  /** FAT volume ids, 8 hex digits; undefined leaves the id that mkfs.vfat --invariant writes. */
  readonly esp: string | undefined;
  readonly bootFat: string | undefined;
}

/** Identifiers that follow from the image's name: until 2026 a build made random ones. */
export function namedIds(name: string): FilesystemIds {
  const id = (part: string) => ({ uuid: fixedUuid(`${name} ${part}`), hashSeed: fixedUuid(`${name} ${part} hash seed`) });
  return { root: id('root'), boot: id('boot'), private: id('private'), data: id('data'), esp: undefined, bootFat: undefined };
}

/** Identifiers as twoliter derives them; a hash seed is the filesystem's UUID. */
export function derivedIds(build: BuildIdentity): FilesystemIds {
  const id = (target: string) => ({ uuid: derivedUuid(build, target), hashSeed: derivedUuid(build, target) });
  return {
    ...{ root: id('root-erofs'), boot: id('boot-ext4'), private: id('private-ext4'), data: id('data-ext4') },
    esp: derivedFatId(build, 'efi-vfat'),
    bootFat: undefined, // the era of a FAT BOOT derived nothing
  };
}
