import { canonicalJson } from '@staticfire/facts';
import { printable } from '@staticfire/report';
import { type ReaderComparison, verifyReaders } from '@staticfire/scan';
import { ExitCode } from '../exit-code.ts';
import { showProgress } from '../output/show-progress.ts';
import { TOOL } from '../tool.ts';
import { type ImageOptions, planImage } from './plan-image.ts';

export interface VerifyReadersOptions extends ImageOptions {
  readonly format: 'text' | 'json';
  readonly quiet?: boolean;
}

/** Reads the image with both readers and prints what they do not have alike; the exit code tells whether there is something. */
export async function compareReaders(images: readonly string[], options: VerifyReadersOptions): Promise<number> {
  const { format, quiet = false } = options;
  const input = planImage(images, options);
  const progress = showProgress(process.stderr, quiet);
  try {
    const comparison = await verifyReaders({ ...input, tool: TOOL, progress });
    progress.stop();
    process.stdout.write(format === 'json' ? canonicalJson(comparison) : renderComparison(comparison));
    return comparison.differences.length === 0 ? ExitCode.passed : ExitCode.failed;
  } finally {
    progress.stop();
  }
}

function renderComparison({ path, sha256, facts, differences, notCompared }: ReaderComparison): string {
  const verdict = differences.length === 0 ? 'no difference' : `different in ${differences.length}`;
  return [
    `${printable(path)} (sha256 ${sha256}), read by staticfire and by libguestfs`,
    `${facts} facts: ${verdict}`,
    ...differences.flatMap(renderDifference),
    'Not compared, as both readings have it from staticfire:',
    ...notCompared.map((text) => `  ${text}`),
    '',
  ].join('\n');
}

function renderDifference({ name, bank, places, count }: ReaderComparison['differences'][number]): string[] {
  const more = count > places.length ? [`    and ${count - places.length} more`] : [];
  const lines = places.flatMap(({ pointer, ours = 'nothing', theirs = 'nothing' }) => [
    `    ${printable(pointer)}`,
    `      staticfire  ${printable(ours)}`,
    `      libguestfs  ${printable(theirs)}`,
  ]);
  return [`  ${name}${bank === undefined ? '' : ` (bank ${bank})`}`, ...lines, ...more];
}
