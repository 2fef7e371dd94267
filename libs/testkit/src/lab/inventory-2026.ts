import { createHash } from 'node:crypto';
import { dateOf } from './clock.ts';
import type { Release2026, ReleasePackage } from './release-2026.ts';

const SOURCE = 'https://example.invalid/staticfire-lab';

/** application-inventory.json of 2026: one entry for each package, and one for each source package of another name (anatomy-2026 section 1). */
export function inventory2026(release: Release2026): string {
  const sources = new Map(release.packages.map((each) => [each.source ?? each.name, each]));
  for (const { name } of release.packages) sources.delete(name);
  const entries = [
    ...release.packages.map((each) => application(release, each)),
    ...[...sources].map(([name, each]) => ({
      ...application(release, { ...each, name }),
      Summary: `${name} as the staticfire lab imitates it (source package)`,
    })),
  ];
  return json({ Content: entries.sort((a, b) => (a.Name < b.Name ? -1 : 1)) });
}

/** spdx-sbom.json: SPDX 2.3 with the packages of the inventory. */
export function spdxSbom(release: Release2026): string {
  const document = 'SPDXRef-DOCUMENT';
  return json({
    ...{ spdxVersion: 'SPDX-2.3', dataLicense: 'CC0-1.0', SPDXID: document, name: nameOf(release) },
    documentNamespace: `${SOURCE}/${nameOf(release)}`,
    creationInfo: { created: dateOf(release.timestamp), creators: ['Organization: staticfire lab', 'Tool: staticfire-lab'] },
    packages: release.packages.map((each) => spdxPackage(each)),
    relationships: release.packages.map(({ name }) => ({ spdxElementId: document, relationshipType: 'DESCRIBES', relatedSpdxElement: spdxId(name) })),
  });
}

/** cyclonedx-sbom.json: CycloneDX 1.6 with the packages of the inventory. */
export function cyclonedxSbom(release: Release2026): string {
  const digest = createHash('sha256').update(nameOf(release)).digest('hex');
  const serial = [digest.slice(0, 8), digest.slice(8, 12), `4${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`, digest.slice(20, 32)].join('-');
  return json({
    ...{ bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: `urn:uuid:${serial}`, version: 1 },
    metadata: { timestamp: dateOf(release.timestamp), component: { type: 'operating-system', name: 'bottlerocket', version: release.version } },
    components: release.packages.map((each) => ({
      ...{ type: 'library', 'bom-ref': packageUrl(each), name: each.name, version: each.version, purl: packageUrl(each) },
      licenses: [{ expression: each.licence }],
    })),
  });
}

function application(release: Release2026, each: ReleasePackage) {
  return {
    Name: each.name,
    Publisher: each.kit,
    Version: each.version,
    Release: `1.${release.timestamp}.0000000.br1`,
    Epoch: '0',
    InstalledTime: dateOf(release.timestamp),
    ApplicationType: 'Unspecified',
    Architecture: release.arch,
    Url: SOURCE,
    Summary: `${each.name} as the staticfire lab imitates it`,
  };
}

function spdxPackage(each: ReleasePackage) {
  return {
    ...{ SPDXID: spdxId(each.name), name: each.name, versionInfo: each.version, downloadLocation: 'NOASSERTION', filesAnalyzed: false },
    ...{ supplier: `Organization: ${each.kit}`, licenseConcluded: 'NOASSERTION', licenseDeclared: each.licence, copyrightText: 'NOASSERTION' },
    externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: packageUrl(each) }],
  };
}

function spdxId(name: string): string {
  return `SPDXRef-Package-${name.replaceAll(/[^A-Za-z0-9.-]/g, '-')}`;
}

function packageUrl({ name, version }: ReleasePackage): string {
  return `pkg:rpm/bottlerocket/${name}@${version}`;
}

function nameOf({ variant, arch, version, buildId }: Release2026): string {
  return `bottlerocket-${variant}-${arch}-${version}-${buildId}`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
