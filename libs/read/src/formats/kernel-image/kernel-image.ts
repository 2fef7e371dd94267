import { type BlockSource, memorySource, readBytes } from '../../block-source/index.ts';
import { FormatError, LimitError, UnsupportedError } from '../../bytes/index.ts';
import { ARM64_HEADER_LENGTH, type Arm64ImageHeader, isArm64Image, readArm64Image } from './arm64-image.ts';
import { latin1 } from './ascii.ts';
import { type BzImageHeader, isBzImage, readBzImage, SETUP_HEADER_END } from './bz-image.ts';
import { type ElfKernelHeader, isElf, readElfKernel } from './elf-kernel.ts';
import { CERTIFICATE_VERSION, type KernelCertificate, readCertificates } from './embedded-certificates.ts';
import { CONFIG_START, type EmbeddedKernelConfig, readEmbeddedConfig } from './embedded-config.ts';
import { findMarks } from './find-marks.ts';
import { BANNER_START, chooseBanner, type KernelBanner, MAX_BANNER_LENGTH, parseBanner } from './kernel-banner.ts';
import type { Locate } from './locate.ts';
import { inflatePayload, type PayloadPlace } from './payload.ts';
import type { PayloadCodec } from './payload-codec.ts';
import { isZbootImage, readZbootImage, type ZbootHeader } from './zboot-image.ts';

export type KernelHeader = BzImageHeader | ZbootHeader | Arm64ImageHeader | ElfKernelHeader;

export interface KernelPayload {
  readonly codec: PayloadCodec;
  /** Absolute image offset. */
  readonly offset: number;
  /** Bytes as the file's header counts them. */
  readonly length: number;
  readonly inflatedLength: number;
  /** The kernel inside a zboot file for arm64. */
  readonly arm64?: Arm64ImageHeader;
}

export interface KernelImage {
  readonly header: KernelHeader;
  /** Absent when the kernel is not compressed. */
  readonly payload?: KernelPayload;
  /** Absent when the kernel holds no banner. */
  readonly banner?: KernelBanner;
  /** The release that a bzImage's header names, before any inflating. */
  readonly headerRelease?: string;
  /** Whether every banner, and the header where it names a release, say the same; absent when there are not two to compare. */
  readonly releasesAgree?: boolean;
  /** Absent when the kernel was built without CONFIG_IKCONFIG. */
  readonly config?: EmbeddedKernelConfig;
  /** Certificates inside, by place. */
  readonly certificates: readonly KernelCertificate[];
}

const HEAD_LENGTH = Math.max(SETUP_HEADER_END, ARM64_HEADER_LENGTH);
const MAX_PLAIN = 1024 * 1024 * 1024;
const MAX_MARKS = 1024;

/**
 * Reads a kernel file, or the `.linux` section of a unified kernel image, down to the configuration inside. A kernel that
 * is compressed is inflated once and let go; one that is not is read through a window. Any other file is an UnsupportedError.
 */
export function readKernelImage(source: BlockSource): KernelImage {
  const head = readBytes(source, 0, Math.min(HEAD_LENGTH, source.length));
  if (isZbootImage(head)) return compressed(source, readZbootImage(source, head));
  if (isArm64Image(head)) return plain(source, readArm64Image(source, head, placeIn(source)));
  if (isBzImage(head)) return compressed(source, readBzImage(source, head));
  if (isElf(head)) return plain(source, readElfKernel(source, head));
  throw new UnsupportedError({
    structure: 'kernel file',
    offset: source.origin,
    found: latin1(head.subarray(0, 2)) === 'MZ' ? 'a PE file without a kernel header' : 'another file type',
    expected: 'bzImage, EFI zboot, arm64 Image or ELF',
  });
}

/** The file starts as an x86 bzImage, an EFI zboot image or an arm64 Image does: kernels that firmware can start. */
export function isKernelImage(source: BlockSource): boolean {
  const head = readBytes(source, 0, Math.min(HEAD_LENGTH, source.length));
  return isZbootImage(head) || isArm64Image(head) || isBzImage(head);
}

function plain(source: BlockSource, header: Arm64ImageHeader | ElfKernelHeader): KernelImage {
  if (source.length > MAX_PLAIN)
    throw new LimitError({ structure: 'kernel file', field: 'length', offset: source.origin, found: source.length, expected: `at most ${MAX_PLAIN}` });
  return { header, ...search(source, undefined, placeIn(source)) };
}

function placeIn(source: BlockSource): Locate {
  return (at) => ({ offset: source.origin + at });
}

function compressed(source: BlockSource, { header, payload }: { header: BzImageHeader | ZbootHeader; payload: PayloadPlace }): KernelImage {
  const { codec, bytes } = inflatePayload(source, payload);
  const offset = source.origin + payload.offset;
  const locate: Locate = (at) => ({ offset, message: `byte ${at} of the inflated kernel` });
  const arm64 = innerHeader(header, bytes, locate);
  const headerRelease = header.kind === 'bzImage' ? header.kernelVersion?.split(' ')[0] : undefined;
  return {
    header,
    payload: { codec, offset, length: payload.length, inflatedLength: bytes.length, ...(arm64 === undefined ? {} : { arm64 }) },
    ...(headerRelease === undefined ? {} : { headerRelease }),
    ...search(memorySource(bytes), headerRelease, locate),
  };
}

/** A bzImage inflates to an ELF file (relocations may follow), a zboot file for arm64 to an Image. */
function innerHeader(header: BzImageHeader | ZbootHeader, bytes: Uint8Array, locate: Locate): Arm64ImageHeader | undefined {
  if (header.kind === 'bzImage') {
    if (isElf(bytes)) return undefined;
    throw new FormatError({ structure: 'kernel payload', ...locate(0), expected: 'an ELF file' });
  }
  if (isArm64Image(bytes)) return readArm64Image(memorySource(bytes), bytes.subarray(0, ARM64_HEADER_LENGTH), locate);
  if (header.architecture !== 'aarch64') return undefined;
  throw new FormatError({ structure: 'kernel payload', ...locate(0), expected: 'an arm64 Image' });
}

function search(
  kernel: BlockSource,
  headerRelease: string | undefined,
  locate: Locate,
): Pick<KernelImage, 'banner' | 'releasesAgree' | 'config' | 'certificates'> {
  const marks: number[] = [];
  const versions: number[] = [];
  const banners: KernelBanner[] = [];
  let count = 0;
  findMarks(kernel, [CONFIG_START, BANNER_START, CERTIFICATE_VERSION], (needle, at) => {
    if (++count > MAX_MARKS) throw new LimitError({ structure: 'kernel', field: needle, ...locate(at), found: `more than ${MAX_MARKS} marks` });
    if (needle === CONFIG_START) marks.push(at);
    else if (needle === CERTIFICATE_VERSION) versions.push(at);
    else banners.push(...bannerAt(kernel, at));
  });
  const config = readEmbeddedConfig(kernel, marks, locate);
  const banner = chooseBanner(banners);
  const releases = [...banners.map(({ release }) => release), ...(headerRelease === undefined ? [] : [headerRelease])];
  return {
    ...(banner === undefined ? {} : { banner }),
    ...(releases.length < 2 ? {} : { releasesAgree: new Set(releases).size === 1 }),
    ...(config === undefined ? {} : { config }),
    certificates: readCertificates(kernel, versions, locate),
  };
}

function bannerAt(kernel: BlockSource, at: number): KernelBanner[] {
  const bytes = readBytes(kernel, at, Math.min(MAX_BANNER_LENGTH, kernel.length - at));
  const banner = parseBanner(new TextDecoder('latin1').decode(bytes));
  return banner === undefined ? [] : [banner];
}
