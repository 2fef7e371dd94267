import type { ArtifactKind } from '@staticfire/collect';

export type { ArtifactKind } from '@staticfire/collect';

export interface ArtifactName {
  readonly kind: ArtifactKind;
  /** What comes before the end of the name: `bottlerocket-VARIANT-ARCH-VERSION-BUILDID`. Empty where a name has none. */
  readonly stem: string;
  /** The end of the name that tells the kind, the same for every build: `-root.ext4.lz4`. */
  readonly suffix: string;
}

const COMPRESSED = '(?:\\.(?:lz4|zst|gz|xz|bz2))?';

/** Names of twoliter's rpm2img, rpm2kmodkit and rpm2migrations; ROOT is called ext4 whatever it is. The first that fits counts. */
const NAMES: readonly (readonly [ArtifactKind, RegExp])[] = [
  ['boot', new RegExp(`-boot\\.(?:ext4|fat)${COMPRESSED}$`)],
  ['root', new RegExp(`-root\\.(?:ext4|erofs)${COMPRESSED}$`)],
  ['verity', new RegExp(`-root\\.verity${COMPRESSED}$`)],
  ['data-disk', new RegExp(`-data\\.(?:img${COMPRESSED}|qcow2|vmdk)$`)],
  ['disk', new RegExp(`\\.(?:img${COMPRESSED}|qcow2|vmdk|ova)$`)],
  ['inventory', /application-inventory\.json$/],
  ['manifest', /manifest\.json$/],
  ['migrations', /-migrations\.tar$/],
  ['kmod-kit', /-kmod-kit(?:-v[\w.+-]*)?\.tar\.xz$/],
];

/** A name that no artifact has → undefined. */
export function parseArtifactName(name: string): ArtifactName | undefined {
  for (const [kind, pattern] of NAMES) {
    const found = pattern.exec(name);
    if (found !== null) return { kind, stem: name.slice(0, found.index), suffix: found[0] };
  }
  return undefined;
}

/** The order in which forms of one disk are preferred: what is read fastest comes first. */
const FORMS = ['.img', '.img.lz4', '.img.zst', '.img.gz', '.img.xz', '.img.bz2', '.qcow2', '.vmdk', '.ova'];

/** Less is better. */
export function preferenceOf(suffix: string): number {
  return FORMS.indexOf(suffix.replace(/^-data/, ''));
}
