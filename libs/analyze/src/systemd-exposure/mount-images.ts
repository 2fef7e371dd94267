import { parseUnitPath } from './unit-path.ts';
import { resolveSpecifiers } from './unit-specifiers.ts';

const BLANKS = /[ \t\n\r]+/;

/** Whether MountImages= mounts anything after one more assignment (systemd src/core/load-fragment.c, `config_parse_mount_images`): `-source:destination`. */
export function assignMountImages(current: boolean, value: string, unit: string): boolean {
  return value !== '' && (current || value.split(BLANKS).some((tuple) => isMount(tuple, unit)));
}

function isMount(tuple: string, unit: string): boolean {
  const [source = '', destination = ''] = tuple.replaceAll(/["']/g, '').split(/(?<!\\):/);
  return isPath(source.replace(/^-/, ''), unit) && isPath(destination, unit);
}

function isPath(text: string, unit: string): boolean {
  return parseUnitPath(resolveSpecifiers(text.replaceAll('\\:', ':'), unit)) !== undefined;
}
