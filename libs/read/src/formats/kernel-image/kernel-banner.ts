/** `linux_banner`, what a kernel prints first and shows in /proc/version (Linux init/version-timestamp.c). */
export interface KernelBanner {
  /** Without the newline. */
  readonly text: string;
  /** What `uname -r` gives. */
  readonly release: string;
}

export const BANNER_START = 'Linux version ';
export const MAX_BANNER_LENGTH = 1024;
const RELEASE = /^Linux version ([0-9]\S*) \([^\s@]+@\S+\) \(/;
const BUILD = ') #';

/** The banner at the start of `text`; undefined when what stands there only begins like one. */
export function parseBanner(text: string): KernelBanner | undefined {
  const end = text.indexOf('\n\0');
  const line = text.slice(0, Math.max(end, 0));
  const release = RELEASE.exec(line)?.[1];
  if (release === undefined || !line.includes(BUILD) || /[^\x20-\x7e]/.test(line)) return undefined;
  return { text: line, release };
}

/**
 * Since 6.1 an image holds two: the weak one of the first link, whose build number is empty (`# SMP …`), and the one that
 * counts (`#1 SMP …`).
 */
export function chooseBanner(banners: readonly KernelBanner[]): KernelBanner | undefined {
  return banners.find(({ text }) => /\) #[0-9]/.test(text)) ?? banners[0];
}
