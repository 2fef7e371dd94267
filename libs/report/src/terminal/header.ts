import type { ScanResult } from '@staticfire/findings';
import { printable } from '../printable.ts';
import { field, type Page } from './page.ts';

export function describeHeader(page: Page, result: ScanResult): string[] {
  const { tool, input, packs, profiles, userData } = result;
  const rows: [label: string, text: string][] = [
    ['image', `${printable(input.path)} (${formatSize(input.before.size)})`],
    ['sha256', printable(input.sha256)],
    ['release', describeRelease(result.release)],
    ['bank', result.bank ?? 'none: the boot loader would find nothing to boot'],
    ['packs', packs.map(({ id, version }) => `${printable(id)} ${printable(version)}`).join(', ') || 'none'],
    ...(profiles.length === 0 ? [] : [['profile', profiles.map((id) => printable(id)).join(', ')] as [string, string]]),
    ...(userData === undefined ? [] : [['user data', `${printable(userData.path)} (sha256 ${printable(userData.sha256)})`] as [string, string]]),
    ['unchanged', describeUnchanged(input)],
  ];
  return [page.paint(`${tool.name} ${tool.version}`, 'bold'), ...rows.flatMap(([label, text]) => field(page, 2, label, text))];
}

export function describeRelease({ prettyName, variantId, versionId, buildId }: ScanResult['release']): string {
  const parts = [prettyName, variantId && `variant ${variantId}`, versionId && `version ${versionId}`, buildId && `build ${buildId}`];
  return (
    parts
      .filter((part) => part !== '')
      .map((part) => printable(part))
      .join(', ') || 'unknown: the image does not say'
  );
}

function describeUnchanged({ unchanged, rehash }: ScanResult['input']): string {
  const compared = rehash === undefined ? 'size, times and inode' : 'size, times, inode and a second digest';
  return unchanged ? `yes (${compared} are the same after the scan)` : `NO: ${compared} are not all the same after the scan`;
}

/** Binary units, one decimal; whole bytes below 1 KiB. */
export function formatSize(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  let [size, unit] = [bytes, 0];
  while (size >= 1024 && unit < units.length - 1) [size, unit] = [size / 1024, unit + 1];
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}
