import { collectFacts, type Reader } from '@staticfire/scan';
import { factsText } from '../output/facts-text.ts';
import { checkTarget } from '../output/output-files.ts';
import { showProgress } from '../output/show-progress.ts';
import { writeWholeFile } from '../output/write-file.ts';
import { TOOL } from '../tool.ts';
import { inputPaths } from './input-paths.ts';
import { type ImageOptions, planImage } from './plan-image.ts';
import { readUserData } from './read-user-data.ts';

export interface CollectOptions extends ImageOptions {
  readonly output?: string;
  readonly rehash?: boolean;
  readonly quiet?: boolean;
  readonly userData?: string;
  readonly reader: Reader;
}

/** Writes the facts document of an image to stdout or to a file. */
export async function collect(images: readonly string[], options: CollectOptions): Promise<void> {
  const input = planImage(images, options);
  if (options.output !== undefined) checkTarget(options.output, inputPaths(input));
  const userData = await readUserData(options.userData);
  const progress = showProgress(process.stderr, options.quiet ?? false);
  try {
    const { reader, rehash = false } = options;
    const document = await collectFacts({ ...input, tool: TOOL, progress, rehash, userData, reader });
    progress.stop();
    if (options.output === undefined) process.stdout.write(factsText(document, process.stdout));
    else await writeWholeFile(options.output, factsText(document, {}));
  } finally {
    progress.stop();
  }
}
