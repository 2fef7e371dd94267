import { FormatError, LimitError, ReadError, UnsupportedError } from '../bytes/index.ts';
import { type FileSystem, lookup, openFileContent, withFileOffsets } from '../filesystem/index.ts';
import { isPe, isUki, type PeImage, readPe, readUki, type Uki } from '../formats/pe/index.ts';
import { type Bank, type Role, XBOOTLDR } from './partition-role.ts';

/** How the firmware gets to a kernel. */
export type BootPath = { readonly kind: 'grub' } | UkiBoot;

export interface UkiBoot {
  readonly kind: 'uki';
  /** Who starts the UKI. */
  readonly startedBy: 'firmware' | 'systemd-boot';
  readonly partition: 'EFI' | 'BOOT';
  readonly path: string;
  readonly pe: PeImage;
  readonly uki: Uki;
}

/** What of a bank is looked at. Both throw what the reader throws. */
export interface BootEvidence {
  readonly partition: (role: Role) => { readonly bank?: Bank; readonly typeGuid: string } | undefined;
  readonly fileSystem: (role: 'EFI' | 'BOOT') => FileSystem | undefined;
}

/** The default boot file of the UEFI specification (2.10, section 3.5.1.1) on Bottlerocket's two architectures. */
export const FIRMWARE_PATHS = ['/EFI/BOOT/BOOTX64.EFI', '/EFI/BOOT/BOOTAA64.EFI'] as const;
/** Where systemd-boot looks for unified kernels (UAPI Boot Loader Specification, type 2). */
const UKI_FOLDER = '/EFI/Linux';
const MAX_UKIS = 64;
/** The structure that an error names when an image boots in two ways. */
export const BOOT_PATH_STRUCTURE = 'boot path';

/**
 * The way that a bank boots, told by what is there and nothing else: a BOOT partition for GRUB, a UKI as the firmware's default
 * file, or a UKI on an XBOOTLDR partition. None → undefined. Two ways at once, or two UKIs to choose from, are an error: which
 * of them boots depends on the machine.
 */
export function findBootPath(evidence: BootEvidence): BootPath | undefined {
  const boot = evidence.partition('BOOT');
  if (boot !== undefined && boot.typeGuid !== XBOOTLDR) {
    if (isUkiThere(evidence)) throw ambiguous('the ESP holds a UKI, and there is a BOOT partition for GRUB');
    return { kind: 'grub' };
  }
  const direct = findUkis(evidence.fileSystem('EFI'), 'EFI', FIRMWARE_PATHS);
  if (direct.length > 1) throw ambiguous('the ESP holds UKIs for two architectures');
  if (direct[0] !== undefined) return { kind: 'uki', startedBy: 'firmware', ...direct[0] };
  return boot === undefined ? undefined : ukiOfSystemdBoot(evidence.fileSystem('BOOT'));
}

/** A damaged ESP leaves GRUB's files as they are, and what is wrong with it is told elsewhere. What is wrong inside of a UKI does not matter. */
function isUkiThere({ fileSystem }: BootEvidence): boolean {
  return FIRMWARE_PATHS.some((path) => {
    try {
      const pe = openPe(fileSystem('EFI'), path);
      return pe !== undefined && isUki(pe);
    } catch (error) {
      if (error instanceof ReadError) return false;
      throw error;
    }
  });
}

function ukiOfSystemdBoot(fs: FileSystem | undefined): UkiBoot | undefined {
  const ukis = fs === undefined ? [] : findUkis(fs, 'BOOT', listUkiPaths(fs));
  if (ukis.length > 1) throw new UnsupportedError({ structure: UKI_FOLDER, found: `${ukis.length} UKIs`, expected: 'one, so that no choice is left' });
  return ukis[0] && { kind: 'uki', startedBy: 'systemd-boot', ...ukis[0] };
}

/** What systemd-boot takes for a kernel by its name (src/boot/boot.c, `config_load_type2_entries`); folders and links to them are none. */
function listUkiPaths(fs: FileSystem): string[] {
  const folder = lookup(fs, UKI_FOLDER);
  if (folder?.type !== 'directory') return [];
  const paths: string[] = [];
  for (const { name } of fs.list(folder.inode)) {
    if (!/\.efi$/i.test(name) || /^(?:\.|auto-)/.test(name)) continue;
    if (paths.length === MAX_UKIS) throw new LimitError({ structure: UKI_FOLDER, message: `more than ${MAX_UKIS} files that end in .efi` });
    paths.push(`${UKI_FOLDER}/${name}`);
  }
  return paths.filter((path) => lookup(fs, path)?.type === 'file');
}

function findUkis(fs: FileSystem | undefined, partition: 'EFI' | 'BOOT', paths: readonly string[]): Omit<UkiBoot, 'kind' | 'startedBy'>[] {
  return paths.flatMap((path) => {
    const pe = openPe(fs, path);
    return pe !== undefined && isUki(pe) ? [{ partition, path, pe, uki: withFileOffsets(path, () => readUki(pe)) }] : [];
  });
}

function openPe(fs: FileSystem | undefined, path: string): PeImage | undefined {
  const source = fs && openFileContent(fs, path);
  return source !== undefined && isPe(source) ? withFileOffsets(path, () => readPe(source)) : undefined;
}

function ambiguous(message: string): FormatError {
  return new FormatError({ structure: BOOT_PATH_STRUCTURE, message: `${message}: which of them boots depends on the firmware` });
}
