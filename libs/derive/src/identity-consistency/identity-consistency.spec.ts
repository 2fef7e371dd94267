import type { Fact } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { derive } from '../derive.ts';

const rpm = (name: string, version = '1', more: object = {}) => ({
  name,
  version,
  release: '2.br1',
  epoch: '0',
  architecture: 'x86_64',
  sourcePackage: false,
  ...more,
});
const limit = { $unreadable: { kind: 'limit', structure: 'packages', message: 'more' } };

function consistency(packages: readonly object[], sboms: readonly object[], elements: readonly object[]) {
  const present = (name: string, value: unknown): Fact => ({ name, bank: 'A', state: 'present', value, sources: [] });
  const facts = [
    present('release.identity', { path: '', versionId: '1.55.0', variantId: 'aws-k8s-1.33', buildId: 'abc', fields: [] }),
    present('identity.inventory', { packages }),
    present('identity.sboms', { sboms, packages: elements }),
  ];
  const fact = derive({ facts }).facts.find(({ name }) => name === 'identity.consistency');
  return fact?.state === 'present' ? fact.value : fact;
}

const sbom = (path: string, more: object = {}) => ({ path, packageCount: 1, ...more });

describe('identity.consistency', () => {
  it('finds nothing to say of documents that agree', () => {
    const elements = [
      { sbom: 's', name: 'bottlerocket-a', version: '0:1-2.br1' },
      { sbom: 's', name: 'b', version: '1' },
      { sbom: 's', name: 'example.com/module', version: 'v3' },
    ];
    expect(consistency([rpm('a'), rpm('bottlerocket-b')], [sbom('s')], elements)).toEqual({
      comparisons: [{ sbom: 's', inventoryPackages: 2, missing: 0, versionsDiffering: 0 }],
      differences: [],
      sbomPairs: [],
      statements: [{ sbom: 's', namesVariant: false }],
      duplicates: [],
    });
  });

  it('names packages that an SBOM lacks or has in other versions, source packages left out', () => {
    const elements = [{ sbom: 's', name: 'b', version: '9' }];
    expect(consistency([rpm('a'), rpm('b'), rpm('c', '1', { sourcePackage: true })], [sbom('s')], elements)).toMatchObject({
      comparisons: [{ inventoryPackages: 2, missing: 1, versionsDiffering: 1 }],
      differences: [
        { name: 'a', what: 'missing', inventory: '1-2.br1' },
        { name: 'b', what: 'version', found: '9' },
      ],
    });
  });

  it('compares SBOMs with each other', () => {
    const elements = [
      { sbom: 's', name: 'a' },
      { sbom: 't', name: 'a' },
      { sbom: 't', name: 'b' },
    ];
    expect(consistency([], [sbom('s'), sbom('t')], elements)).toMatchObject({
      sbomPairs: [{ left: 's', right: 't', same: false, onlyLeft: 0, onlyRight: 1, example: 'b' }],
    });
  });

  it.each([
    ['1.55.0', true],
    ['v1.55.0', true],
    ['1.55.0-abc', true],
    ['1.54.0', false],
  ])('holds what an SBOM describes against os-release: %s', (version, versionMatches) => {
    expect(consistency([], [sbom('s', { name: 'bottlerocket-aws-k8s-1.33', version })], [])).toMatchObject({
      statements: [{ namesVariant: true, versionMatches }],
    });
  });

  it('finds entries that the inventory gives twice', () => {
    expect(consistency([rpm('a'), rpm('a'), rpm('b'), rpm('b', '2'), rpm('c'), rpm('c', '1', { sourcePackage: true })], [], [])).toMatchObject({
      duplicates: [{ name: 'a', count: 2 }],
    });
  });

  it('does not claim completeness over lists that are cut short', () => {
    const value = consistency([rpm('a')], [sbom('s')], [{ sbom: 's', name: 'a', version: '1' }, limit]);
    expect(value).toMatchObject({ comparisons: [{ missing: 0 }, limit], differences: [limit], sbomPairs: [limit], duplicates: [] });
  });

  it('is absent without SBOMs', () => {
    const facts: Fact[] = [{ name: 'identity.sboms', bank: 'A', state: 'absent', sources: [] }];
    expect(derive({ facts }).facts.find(({ name }) => name === 'identity.consistency')).toMatchObject({ state: 'absent' });
  });
});
