import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MeasuredImage, measuredImage } from './measured-image.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Folders and inputs that suites share; each is made once. */
export class Workbench {
  /** The published command. */
  readonly bundle = join(ROOT, 'apps/scanner/dist/staticfire.js');
  readonly policies = join(ROOT, 'policies');
  readonly reports = join(ROOT, 'reports/benchmarks');
  /** Emptied at each run. */
  readonly work = join(ROOT, 'dist/bench/work');
  /** Kept from run to run. */
  readonly images = join(ROOT, 'dist/bench/images');
  readonly #measured = new Map<string, Promise<MeasuredImage>>();

  /** Bundles the command as it is now, so that no older one is measured. */
  constructor() {
    rmSync(this.work, { recursive: true, force: true });
    for (const folder of [this.work, this.images]) mkdirSync(folder, { recursive: true });
    execFileSync(process.execPath, [join(ROOT, 'apps/scanner/build.ts')], { stdio: ['ignore', 'ignore', 'inherit'] });
  }

  /** A lab image, its compressed form, its facts and its partitions as files. */
  readonly lab = (name: string): Promise<MeasuredImage> => {
    const known = this.#measured.get(name) ?? measuredImage(name, this.bundle, this.work);
    this.#measured.set(name, known);
    return known;
  };
}
