import type { MountUnitFile } from './list-mount-units.ts';

const SUFFIX = '.mount';
/** The folder mount.d is for every mount unit. */
const ALL = 'mount';

/** Whether a drop-in is read after a file, for whatever unit the file is for (systemd.unit(5)): drop-ins after units, by name, wherever they lie. */
export function comesLater(dropIn: MountUnitFile, file: MountUnitFile): boolean {
  if (!dropIn.isDropIn || !covers(dropIn.unit, file.unit)) return false;
  return !file.isDropIn || nameOf(dropIn) > nameOf(file);
}

/** `a-.mount` is for every unit whose name starts with `a-`. */
function covers(pattern: string, unit: string): boolean {
  return pattern === unit || pattern === ALL || (pattern.endsWith(`-${SUFFIX}`) && unit.startsWith(pattern.slice(0, -SUFFIX.length)));
}

function nameOf({ path }: MountUnitFile): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
