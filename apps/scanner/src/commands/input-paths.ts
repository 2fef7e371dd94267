import type { ScanInput } from '@staticfire/scan/input';

/** Every file that an input names: reports are written over none of them. */
export function inputPaths({ path, partitions, dataDisk, artifacts = [] }: ScanInput): readonly (string | undefined)[] {
  return [path, partitions?.boot, partitions?.verity, dataDisk, ...artifacts.map((file) => file.path)];
}
