import type { ScanResult } from '@staticfire/findings';
import { formatSize } from '../format-size.ts';
import { printable } from '../printable.ts';
import { describeBanks } from './banks.ts';
import { field, type Page } from './page.ts';

export function describeHeader(page: Page, result: ScanResult): string[] {
  const { tool, input, packs, profiles, userData } = result;
  const rows: readonly (readonly [label: string, text: string])[] = [
    ['image', `${printable(input.path)} (${formatSize(input.before.size)})`],
    ['sha256', printable(input.sha256)],
    ...(input.containerNotes ?? []).map((note) => ['container', printable(note)] as const),
    ...(input.others ?? []).map(
      (other) => [other.holds, `${printable(other.path)} (${formatSize(other.before.size)}, sha256 ${printable(other.sha256)})`] as const,
    ),
    ['release', describeRelease(result.release)],
    ...describeBanks(result),
    ['packs', packs.map(({ id, version }) => `${printable(id)} ${printable(version)}`).join(', ') || 'none'],
    ...(profiles.length === 0 ? [] : [['profile', profiles.map((id) => printable(id)).join(', ')] as const]),
    ...(userData === undefined ? [] : [['user data', `${printable(userData.path)} (sha256 ${printable(userData.sha256)})`] as const]),
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
