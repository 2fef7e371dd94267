import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What supermin (supermin(1)), which builds the appliance, wants and does not find on this machine; it tells its caller only that it failed. `root` is where the machine's folders are. */
export function missingForSupermin(environment: Readonly<Record<string, string | undefined>>, root = '/'): readonly string[] {
  const missing: string[] = [];
  if (!existsSync(join(root, 'lib/modules'))) missing.push('supermin needs the folder /lib/modules, which may be empty');
  if (environment['SUPERMIN_KERNEL'] === undefined && !hasKernel(root))
    missing.push('supermin finds no kernel: install one, or set SUPERMIN_KERNEL and SUPERMIN_MODULES');
  return missing;
}

function hasKernel(root: string): boolean {
  const modules = join(root, 'lib/modules');
  return list(join(root, 'boot')).some((name) => name.startsWith('vmlinu')) || list(modules).some((version) => existsSync(join(modules, version, 'vmlinuz')));
}

function list(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
