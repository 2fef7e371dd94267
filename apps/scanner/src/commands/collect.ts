import { allowPlainHttp } from '@staticfire/read/block-source/node';
import { collectFacts, type Reader } from '@staticfire/scan';
import { factsText } from '../output/facts-text.ts';
import { checkTarget } from '../output/output-files.ts';
import { showProgress } from '../output/show-progress.ts';
import { writeWholeFile } from '../output/write-file.ts';
import { TOOL } from '../tool.ts';
import { readUserData } from './read-user-data.ts';

export interface CollectOptions {
  readonly output?: string;
  readonly rehash?: boolean;
  readonly allowHttp?: boolean;
  readonly quiet?: boolean;
  readonly userData?: string;
  readonly reader: Reader;
}

/** Writes the facts document of an image to stdout or to a file. */
export async function collect(image: string, options: CollectOptions): Promise<void> {
  if (options.output !== undefined) checkTarget(options.output, [image]);
  if (options.allowHttp) allowPlainHttp(image);
  const userData = await readUserData(options.userData);
  const progress = showProgress(process.stderr, options.quiet ?? false);
  try {
    const document = await collectFacts({ path: image, tool: TOOL, progress, rehash: options.rehash ?? false, userData, reader: options.reader });
    progress.stop();
    if (options.output === undefined) process.stdout.write(factsText(document, process.stdout));
    else await writeWholeFile(options.output, factsText(document, {}));
  } finally {
    progress.stop();
  }
}
