/** A folder that the system manager looks for units in. */
export interface UnitFolder {
  readonly path: string;
  /** Below /run: nothing of it is there before the node starts, and /run hides what an image has there. */
  readonly runtime: boolean;
}

/** systemd.unit(5), "Unit File Load Path", for the system manager, the one that counts first first. */
export const unitFolders: readonly UnitFolder[] = [
  '/etc/systemd/system.control',
  '/run/systemd/system.control',
  '/run/systemd/transient',
  '/run/systemd/generator.early',
  '/etc/systemd/system',
  '/etc/systemd/system.attached',
  '/run/systemd/system',
  '/run/systemd/system.attached',
  '/run/systemd/generator',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/run/systemd/generator.late',
].map((path) => ({ path, runtime: path.startsWith('/run/') }));

/** Where enabling puts its links. */
export const CONFIG_FOLDER = '/etc/systemd/system';

/** systemd.preset(5). */
export const presetFolders: readonly string[] = ['/etc', '/run', '/usr/local/lib', '/usr/lib'].map((base) => `${base}/systemd/system-preset`);

/** systemd.generator(7): units in it are made anew at every start. */
export function isGeneratorFolder(path: string): boolean {
  return /^\/run\/systemd\/generator(?:\.early|\.late)?$/.test(path);
}

/** A folder with drop-ins or links of a unit, by its name. */
export function isUnitFolderName(name: string): boolean {
  return /\.(?:d|wants|requires|upholds)$/.test(name);
}
