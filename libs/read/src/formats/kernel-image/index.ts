export type { KernelArchitecture } from './architecture.ts';
export type { Arm64ImageHeader } from './arm64-image.ts';
export type { BzImageHeader } from './bz-image.ts';
export type { ElfKernelHeader } from './elf-kernel.ts';
export type { EmbeddedKernelConfig } from './embedded-config.ts';
export type { KernelBanner } from './kernel-banner.ts';
export { isKernelImage, type KernelHeader, type KernelImage, type KernelPayload, readKernelImage } from './kernel-image.ts';
export type { PayloadCodec } from './payload-codec.ts';
export type { ZbootHeader } from './zboot-image.ts';
