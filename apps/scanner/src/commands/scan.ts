import { allowPlainHttp, openWorkerPool } from '@staticfire/read/block-source/node';
import type { Reader } from '@staticfire/scan';
import { startImageDigest } from '@staticfire/scan/image-digest';
import { deliver, planReports } from '../output/deliver-reports.ts';
import { showProgress } from '../output/show-progress.ts';
import { TOOL } from '../tool.ts';
import { readUserData } from './read-user-data.ts';
import type { ReportOptions } from './report-options.ts';

export interface ScanOptions extends ReportOptions {
  readonly rehash?: boolean;
  readonly allowHttp?: boolean;
  readonly quiet?: boolean;
  readonly userData?: string;
  readonly reader: Reader;
}

/** Scans one image and reports; the gate's exit code. Packs, outputs and user data are checked before anything but the digest looks at the image. */
export async function scan(image: string, options: ScanOptions): Promise<number> {
  const plan = await planReports(options, [image, options.userData]);
  const userData = await readUserData(options.userData);
  if (options.allowHttp) allowPlainHttp(image);
  const pool = openWorkerPool();
  const digest = startImageDigest(image, pool);
  const progress = showProgress(process.stderr, options.quiet ?? false);
  try {
    // What takes long to load is loaded while the digest is under way.
    const { collectFacts } = await import('@staticfire/scan');
    const { evaluateFacts } = await import('@staticfire/scan/judge');
    const { loadChosenPolicies } = await import('../load-policies.ts');
    const policies = loadChosenPolicies(options);
    const { reader, rehash = false } = options;
    const document = await collectFacts({ path: image, tool: TOOL, progress, rehash, userData, reader, started: { pool, digest } });
    const result = await evaluateFacts(document, { ...policies, mode: options.mode, tool: TOOL, today: options.day });
    progress.stop();
    await deliver(result, plan);
    return result.gate.exitCode;
  } finally {
    await pool.close();
    progress.stop();
  }
}
