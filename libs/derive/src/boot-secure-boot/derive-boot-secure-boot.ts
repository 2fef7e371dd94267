import { array, boolean, type Infer, isUnreadable, list, object, oneOf, optional, string, type Unreadable } from '@staticfire/facts';
import { defineDerivation, need, needIfPresent } from '../derivation.ts';
import { type BootSecureBoot, bootSecureBoot } from './boot-secure-boot.schema.ts';

const eraSchema = object({ era: string('') });
const fileSchema = object({
  partition: oneOf(['EFI', 'BOOT'], ''),
  path: string(''),
  kind: string(''),
  signed: optional(boolean('')),
  carries: optional(array(string(''), '')),
});
const filesSchema = object({ files: list(fileSchema, '') });
const kernelSchema = object({ release: optional(string('')), headerRelease: optional(string('')) });
const ukiSchema = object({ partition: oneOf(['EFI', 'BOOT'], ''), path: string(''), signed: boolean('') });

type BootFile = Infer<typeof fileSchema>;
type Element = Exclude<BootSecureBoot['elements'][number], Unreadable>;

/** What each way to boot needs (anatomy 5.7, anatomy-2026 section 4.7): the element, the kind of file, and what of it. */
type Requirement = readonly [element: Element['element'], partition: Element['partition'], kind: string, what: 'signed' | 'there' | string];
const SHIM: readonly Requirement[] = [
  ['shim-signature', 'EFI', 'firmware-loader', 'signed'],
  ['shim-vendor-certificate', 'EFI', 'firmware-loader', 'vendor-certificate'],
  ['mok-manager-signature', 'EFI', 'mok-manager', 'signed'],
];
const GRUB: readonly Requirement[] = [
  ...SHIM,
  ['boot-loader-signature', 'EFI', 'grub', 'signed'],
  ['grub-public-key', 'EFI', 'grub', 'openpgp-key'],
  ['grub-config-signature', 'BOOT', 'grub-signature', 'there'],
  ['kernel-signature', 'BOOT', 'kernel', 'signed'],
];
const SYSTEMD_BOOT: readonly Requirement[] = [...SHIM, ['boot-loader-signature', 'EFI', 'systemd-boot', 'signed']];
const REQUIREMENTS: Readonly<Record<string, readonly Requirement[]>> = {
  'grub-two-banks': GRUB,
  'grub-one-bank': GRUB,
  'uki-systemd-boot': SYSTEMD_BOOT,
  'uki-direct': [],
};
const FIRST_SIGNED = [6, 1] as const;

export const deriveBootSecureBoot = defineDerivation({
  fact: bootSecureBoot,
  needs: {
    era: need('boot.era', eraSchema),
    files: need('boot.files', filesSchema),
    kernel: needIfPresent('boot.kernel', kernelSchema),
    uki: needIfPresent('boot.uki', ukiSchema),
  },
  derive({ era: { era }, files: { files }, kernel, uki }): BootSecureBoot {
    const expected = isSignedKernel(kernel?.release ?? kernel?.headerRelease);
    const requirements = REQUIREMENTS[era];
    if (requirements === undefined) return { expected, elements: [UNKNOWN_WAY] };
    const elements = requirements.map((requirement) => elementOf(requirement, files));
    return { expected, elements: [...elements, ...(era.startsWith('uki') ? [ukiElement(uki)] : [])] };
  },
});

const UNKNOWN_WAY: Unreadable = {
  $unreadable: { kind: 'unsupported', structure: 'boot.era', message: 'what must be signed depends on the way to boot, which is not known' },
};

/** A file that was not found may be the one that could not be read. */
function elementOf([element, partition, kind, what]: Requirement, files: readonly (BootFile | Unreadable)[]): Element | Unreadable {
  const file = files.find((each): each is BootFile => !isUnreadable(each) && each.partition === partition && each.kind === kind);
  const unreadable = files.find(isUnreadable);
  if (file === undefined) return unreadable ?? { element, partition, present: false };
  const present = what === 'there' || (what === 'signed' ? (file.signed ?? false) : (file.carries ?? []).includes(what));
  return { element, partition, path: file.path, present };
}

function ukiElement(uki: Infer<typeof ukiSchema> | undefined): Element {
  if (uki === undefined) return { element: 'uki-signature', partition: 'EFI', present: false };
  return { element: 'uki-signature', partition: uki.partition, path: uki.path, present: uki.signed };
}

/** Variants with 5.10 and 5.15 never were. What names no release is held to be of today. */
function isSignedKernel(release: string | undefined): boolean {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(release ?? '') ?? [];
  if (major === undefined || minor === undefined) return true;
  return Number(major) > FIRST_SIGNED[0] || (Number(major) === FIRST_SIGNED[0] && Number(minor) >= FIRST_SIGNED[1]);
}
