/** Versions that are shown of one package. */
const MAX_VERSIONS = 5;

interface InventoryPackage {
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly epoch: string;
  readonly sourcePackage: boolean;
}

interface SbomPackage {
  readonly name: string;
  readonly version?: string;
}

/** Packages of the inventory that an SBOM does not name, or names with other versions only. */
export function comparePackages(sbom: string, inventory: readonly InventoryPackage[], packages: readonly SbomPackage[]) {
  const versions = new Map<string, Set<string>>();
  for (const { name, version } of packages) {
    const known = versions.get(packageName(name)) ?? new Set();
    versions.set(packageName(name), known.add(version ?? ''));
  }
  const installed = inventory.filter((each) => !each.sourcePackage);
  const differences = installed.flatMap((each) => {
    const found = versions.get(packageName(each.name));
    if (found !== undefined && [...found].some((version) => isVersion(version, each))) return [];
    const common = { sbom, name: each.name, inventory: `${each.version}-${each.release}` };
    return [found === undefined ? { ...common, what: 'missing' } : { ...common, what: 'version', found: [...found].sort().slice(0, MAX_VERSIONS).join(', ') }];
  });
  const count = (what: string) => differences.filter((each) => each.what === what).length;
  return { comparison: { sbom, inventoryPackages: installed.length, missing: count('missing'), versionsDiffering: count('version') }, differences };
}

/** The inventory leaves the prefix out for packages of the core kit, RPMs have it (twoliter, imghelper). */
export function packageName(name: string): string {
  return name.replace(/^bottlerocket-/, '');
}

/** SBOMs of RPMs give version, version-release or epoch:version-release. */
function isVersion(text: string, { version, release, epoch }: InventoryPackage): boolean {
  const withoutEpoch = text.startsWith(`${epoch}:`) ? text.slice(epoch.length + 1) : text;
  return withoutEpoch === version || withoutEpoch === `${version}-${release}`;
}
