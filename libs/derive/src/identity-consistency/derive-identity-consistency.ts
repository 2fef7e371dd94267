import { boolean, type Infer, integer, isUnreadable, list, object, optional, string, type Unreadable } from '@staticfire/facts';
import { defineDerivation, need } from '../derivation.ts';
import { comparePackages, packageName } from './compare-packages.ts';
import { type IdentityConsistency, identityConsistency } from './identity-consistency.schema.ts';

const MAX_DIFFERENCES = 1000;
const MAX_DUPLICATES = 1000;

const release = object({ versionId: optional(string('')), variantId: optional(string('')), buildId: optional(string('')) });
const inventory = object({
  packages: list(
    object({ name: string(''), version: string(''), release: string(''), epoch: string(''), architecture: string(''), sourcePackage: boolean('') }),
    '',
  ),
});
const sboms = object({
  sboms: list(object({ path: string(''), name: optional(string('')), version: optional(string('')), packageCount: integer('') }), ''),
  packages: list(object({ sbom: string(''), name: string(''), version: optional(string('')) }), ''),
});

type Release = Infer<typeof release>;
type InventoryPackage = Exclude<Infer<typeof inventory>['packages'][number], Unreadable>;
type Document = Exclude<Infer<typeof sboms>['sboms'][number], Unreadable>;
type SbomPackage = Exclude<Infer<typeof sboms>['packages'][number], Unreadable>;

export const deriveIdentityConsistency = defineDerivation({
  fact: identityConsistency,
  needs: { release: need('release.identity', release), inventory: need('identity.inventory', inventory), sboms: need('identity.sboms', sboms) },
  derive({ release, inventory, sboms }): IdentityConsistency {
    const unreadable = [...unreadableOf(inventory.packages), ...unreadableOf(sboms.sboms), ...unreadableOf(sboms.packages)];
    const listed = readableOf(inventory.packages);
    const documents = readableOf(sboms.sboms);
    const bySbom = groupPackages(documents, sboms.packages);
    const compared = documents.map(({ path }) => comparePackages(path, listed, bySbom.get(path)!));
    return {
      comparisons: [...compared.map(({ comparison }) => comparison), ...unreadable],
      differences: bounded(
        compared.flatMap(({ differences }) => differences),
        MAX_DIFFERENCES,
        unreadable,
      ),
      sbomPairs: [...pairs(documents, bySbom), ...unreadable],
      statements: [...documents.map((document) => state(document, release)), ...unreadableOf(sboms.sboms)],
      duplicates: bounded(findDuplicates(listed), MAX_DUPLICATES, unreadableOf(inventory.packages)),
    };
  },
});

function groupPackages(documents: readonly Document[], packages: readonly (SbomPackage | Unreadable)[]): ReadonlyMap<string, SbomPackage[]> {
  const groups = new Map<string, SbomPackage[]>(documents.map(({ path }) => [path, []]));
  for (const each of readableOf(packages)) groups.get(each.sbom)?.push(each);
  return groups;
}

function pairs(documents: readonly Document[], bySbom: ReadonlyMap<string, readonly SbomPackage[]>) {
  return documents.flatMap((left, index) => documents.slice(index + 1).map((right) => comparePair(left.path, right.path, bySbom)));
}

function comparePair(left: string, right: string, bySbom: ReadonlyMap<string, readonly SbomPackage[]>) {
  const names = [left, right].map((path) => new Set(bySbom.get(path)!.map(({ name }) => name)));
  const onlyLeft = [...names[0]!].filter((name) => !names[1]!.has(name));
  const onlyRight = [...names[1]!].filter((name) => !names[0]!.has(name));
  const [example] = [...onlyLeft, ...onlyRight];
  const same = example === undefined;
  return { left, right, same, onlyLeft: onlyLeft.length, onlyRight: onlyRight.length, ...(example === undefined ? {} : { example }) };
}

function state({ path, name, version }: Document, { versionId, variantId, buildId }: Release) {
  const stated = version === undefined || version === '' ? undefined : version.replace(/^v/, '');
  const expected = [versionId, `${versionId}-${buildId}`];
  return {
    sbom: path,
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    namesVariant: variantId !== undefined && variantId !== '' && (name ?? '').includes(variantId),
    ...(stated === undefined ? {} : { versionMatches: versionId !== undefined && expected.includes(stated) }),
  };
}

/** Source packages have the name, version and release of what they are the source of. */
function findDuplicates(listed: readonly InventoryPackage[]) {
  const counts = new Map<string, { name: string; count: number }>();
  for (const { name, version, release, epoch, architecture, sourcePackage } of listed) {
    const key = JSON.stringify([packageName(name), version, release, epoch, architecture, sourcePackage]);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { name, count: 1 });
    else known.count++;
  }
  return [...counts.values()].filter(({ count }) => count > 1);
}

function bounded<T extends object>(elements: readonly T[], limit: number, unreadable: readonly Unreadable[]): (T | Unreadable)[] {
  const message = `more than ${limit} elements; the rest is not listed`;
  const more: Unreadable[] = elements.length > limit ? [{ $unreadable: { kind: 'limit', structure: 'identity.consistency', message } }] : [];
  return [...elements.slice(0, limit), ...more, ...unreadable];
}

function readableOf<T extends object>(elements: readonly (T | Unreadable)[]): T[] {
  return elements.filter((each): each is T => !isUnreadable(each));
}

function unreadableOf(elements: readonly object[]): Unreadable[] {
  return elements.filter((each) => isUnreadable(each));
}
