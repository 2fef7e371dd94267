import type { ScanResult } from '@staticfire/findings';

/** What `scan` was given, as words of a command line that are not yet quoted. */
export function inputWords({ input }: Pick<ScanResult, 'input'>): readonly string[] {
  const { path, folder, others = [] } = input;
  const [boot, hash, data] = (['BOOT', 'HASH', 'DATA'] as const).map((holds) => others.find((other) => other.holds === holds)?.path);
  const images = boot === undefined || hash === undefined ? [folder ?? path] : [boot, path, hash];
  return [...images, ...(data === undefined || folder !== undefined ? [] : ['--data-disk', data])];
}
