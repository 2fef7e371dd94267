import { allowPlainHttp } from '@staticfire/read/block-source/node';
import { planInput, type ScanInput } from '@staticfire/scan/input';
import { inputPaths } from './input-paths.ts';

/** How an image may be given beside its paths. */
export interface ImageOptions {
  readonly dataDisk?: string;
  readonly allowHttp?: boolean;
}

/** What the paths of a command line mean. Throws as `planInput`. */
export function planImage(paths: readonly string[], { dataDisk, allowHttp = false }: ImageOptions): ScanInput {
  const input = planInput(paths, dataDisk);
  if (allowHttp) for (const path of inputPaths(input)) allowPlainHttp(path ?? '');
  return input;
}
