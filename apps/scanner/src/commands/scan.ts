import { openWorkerPool } from '@staticfire/read/block-source/node';
import type { Reader } from '@staticfire/scan';
import { startImageDigest } from '@staticfire/scan/image-digest';
import { deliver, planReports } from '../output/deliver-reports.ts';
import { showProgress } from '../output/show-progress.ts';
import { TOOL } from '../tool.ts';
import { inputPaths } from './input-paths.ts';
import { type ImageOptions, planImage } from './plan-image.ts';
import { readUserData } from './read-user-data.ts';
import type { ReportOptions } from './report-options.ts';

export interface ScanOptions extends ReportOptions, ImageOptions {
  readonly rehash?: boolean;
  readonly quiet?: boolean;
  readonly userData?: string;
  readonly reader: Reader;
}

/** Scans one image and reports; the gate's exit code. Packs, outputs and user data are checked before anything but the digest looks at the image. */
export async function scan(images: readonly string[], options: ScanOptions): Promise<number> {
  const input = planImage(images, options);
  const plan = await planReports(options, [...inputPaths(input), options.userData]);
  const userData = await readUserData(options.userData);
  const pool = openWorkerPool(input.path);
  const digest = startImageDigest(input.path, pool);
  const progress = showProgress(process.stderr, options.quiet ?? false);
  try {
    // What takes long to load is loaded while the digest is under way.
    const { collectFacts } = await import('@staticfire/scan');
    const { evaluateFacts } = await import('@staticfire/scan/judge');
    const { loadChosenPolicies } = await import('../load-policies.ts');
    const policies = loadChosenPolicies(options);
    const { reader, rehash = false } = options;
    const document = await collectFacts({ ...input, tool: TOOL, progress, rehash, userData, reader, started: { pool, digest } });
    const result = await evaluateFacts(document, { ...policies, mode: options.mode, tool: TOOL, today: options.day });
    progress.stop();
    await deliver(result, plan);
    return result.gate.exitCode;
  } finally {
    await pool.close();
    progress.stop();
  }
}
