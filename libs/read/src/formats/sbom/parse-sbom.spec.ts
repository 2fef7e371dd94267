import { describe, expect, it } from 'vitest';
import { ReadError } from '../../bytes/index.ts';
import { parseApplicationInventory, parseSbom } from './index.ts';

const parse = (value: unknown) => parseSbom(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), 's.json');
const spdx = (more: object = {}) => ({
  spdxVersion: 'SPDX-2.3',
  SPDXID: 'SPDXRef-DOCUMENT',
  name: 'n',
  documentNamespace: 'urn:n',
  packages: [{ SPDXID: 'SPDXRef-a', name: 'a', versionInfo: '1' }],
  ...more,
});
const cyclonedx = (more: object = {}) => ({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ type: 'library', name: 'a', version: '1' }], ...more });

describe('parseSbom', () => {
  it('reads SPDX', () => {
    const packages = [
      { SPDXID: 'SPDXRef-b', name: 'b', versionInfo: '2' },
      { SPDXID: 'SPDXRef-a', name: 'a', versionInfo: '1' },
      { SPDXID: 'SPDXRef-c', name: 'a', versionInfo: '1' },
    ];
    const relationships = [
      { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-a' },
      { spdxElementId: 'SPDXRef-a', relatedSpdxElement: 'NOASSERTION' },
      { spdxElementId: 'SPDXRef-f', relatedSpdxElement: 'DocumentRef-x:SPDXRef-y' },
    ];
    expect(parse(spdx({ packages, relationships, files: [{ SPDXID: 'SPDXRef-f' }] }))).toEqual({
      format: 'SPDX',
      specVersion: '2.3',
      name: 'n',
      serial: 'urn:n',
      packageCount: 3,
      packages: [
        { name: 'a', version: '1', count: 2 },
        { name: 'b', version: '2', count: 1 },
      ],
      problems: [],
    });
  });

  it('reads CycloneDX with groups and components in components', () => {
    const components = [{ type: 'library', 'bom-ref': 'r', group: 'g', name: 'a', version: '1', components: [{ type: 'file', name: 'b', version: '2' }] }];
    const metadata = { component: { 'bom-ref': 'root', type: 'operating-system', name: 'bottlerocket', version: '1.55.0' } };
    const dependencies = [{ ref: 'root', dependsOn: ['r'] }, { ref: 'r' }];
    expect(parse(cyclonedx({ components, metadata, dependencies, serialNumber: 'urn:uuid:1' }))).toEqual({
      format: 'CycloneDX',
      specVersion: '1.6',
      name: 'bottlerocket',
      version: '1.55.0',
      serial: 'urn:uuid:1',
      packageCount: 2,
      packages: [
        { name: 'b', version: '2', count: 1 },
        { name: 'g/a', version: '1', count: 1 },
      ],
      problems: [],
    });
  });

  it.each([
    [
      'an identifier given twice',
      spdx({
        packages: [
          { SPDXID: 'SPDXRef-a', name: 'a', versionInfo: '1' },
          { SPDXID: 'SPDXRef-a', name: 'b', versionInfo: '1' },
        ],
      }),
      'SPDXID given twice',
      'SPDXRef-a',
    ],
    ['an identifier of another form', spdx({ packages: [{ SPDXID: 'a b', name: 'a', versionInfo: '1' }] }), 'SPDXID that is not SPDXRef-…', 'a b'],
    ['a package without an identifier', spdx({ packages: [{ name: 'a', versionInfo: '1' }] }), 'package without SPDXID', 'packages[0]'],
    ['a package without a name', spdx({ packages: [{ SPDXID: 'SPDXRef-a', versionInfo: '1' }] }), 'package without a name', 'packages[0]'],
    ['a package without a version', spdx({ packages: [{ SPDXID: 'SPDXRef-a', name: 'a' }] }), 'package without a version', 'a'],
    [
      'a relationship to nothing',
      spdx({ relationships: [{ spdxElementId: 'SPDXRef-a', relatedSpdxElement: 'SPDXRef-z' }] }),
      'reference to an SPDXID that does not exist',
      'SPDXRef-z',
    ],
    ['a description of nothing', spdx({ documentDescribes: ['SPDXRef-z'] }), 'reference to an SPDXID that does not exist', 'SPDXRef-z'],
    ['no namespace', spdx({ documentNamespace: null }), 'document without a namespace', 'documentNamespace'],
    ['no packages', spdx({ packages: undefined }), 'document without packages', 'packages'],
    [
      'a bom-ref given twice',
      cyclonedx({ components: [1, 2].map(() => ({ type: 'file', 'bom-ref': 'r', name: 'a', version: '1' })) }),
      'bom-ref given twice',
      'r',
    ],
    ['a component without a type', cyclonedx({ components: [{ name: 'a', version: '1' }] }), 'component without a type', 'document.components[0]'],
    ['a dependency on nothing', cyclonedx({ dependencies: [{ ref: 'z' }] }), 'reference to a bom-ref that does not exist', 'z'],
  ])('lists as a problem: %s', (_, document, what, example) => {
    expect(parse(document).problems).toEqual([{ what, count: 1, example }]);
  });

  it.each([
    ['what is not JSON', '{"spdxVersion": }', 'format', undefined],
    ['JSON that is cut short', '{"spdxVersion":\n"SPDX-2.3"', 'format', undefined],
    ['an array', '[]', 'format', 'document'],
    ['neither format', '{}', 'format', 'document'],
    ['SPDX 3', '{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}', 'unsupported', undefined],
    ['a later SPDX', spdx({ spdxVersion: 'SPDX-3.0' }), 'unsupported', 'spdxVersion'],
    ['a later CycloneDX', cyclonedx({ specVersion: '2.0' }), 'unsupported', 'specVersion'],
    ['another bomFormat', cyclonedx({ bomFormat: 'x' }), 'format', 'bomFormat'],
    ['packages that are none', spdx({ packages: {} }), 'format', 'document.packages'],
    ['a package that is a number', spdx({ packages: [1] }), 'format', 'document.packages[0]'],
    ['a name that is a number', spdx({ packages: [{ name: 1 }] }), 'format', 'packages[0].name'],
    ['an object where text is due', spdx({ documentDescribes: [{ toString: 1 }] }), 'format', 'document.documentDescribes[0]'],
    ['a name that is too long', spdx({ name: 'x'.repeat(4097) }), 'limit', 'document.name'],
    ['JSON that nests too deep', '['.repeat(100_000), 'limit', undefined],
    ['JSON of too many values', `[${'0,'.repeat(1_000_000)}0]`, 'limit', undefined],
  ])('refuses %s', (_, document, kind, field) => {
    const attempt = () => parse(document);
    expect(attempt).toThrow(ReadError);
    expect(attempt).toThrow(expect.objectContaining({ kind, detail: expect.objectContaining(field === undefined ? {} : { field }) }));
  });

  it('does not count braces and commas in strings', () => {
    expect(parse(spdx({ comment: `${'{['.repeat(1000)}\\"[` })).packageCount).toBe(1);
  });

  it('does not take members of the prototype', () => {
    expect(parse('{"__proto__":{"spdxVersion":"SPDX-2.3"},"bomFormat":"CycloneDX","specVersion":"1.5","components":[]}').format).toBe('CycloneDX');
  });
});

describe('parseApplicationInventory', () => {
  const inventory = (value: unknown) => parseApplicationInventory(Buffer.from(JSON.stringify(value)), 'i.json');

  it('reads entries, those of source packages flagged', () => {
    expect(
      inventory({
        Content: [
          { Name: 'a', Summary: 'x (source package)' },
          { Name: 'b', Epoch: '1', Url: 'u' },
        ],
      }),
    ).toMatchObject([
      { name: 'a', version: '', sourcePackage: true },
      { name: 'b', epoch: '1', url: 'u', sourcePackage: false },
    ]);
  });

  it.each([
    ['no Content', {}, 'Content'],
    ['Content that is no array', { Content: {} }, 'document.Content'],
    ['an entry without a name', { Content: [{ Version: '1' }] }, 'Content[0].Name'],
    ['an entry that is text', { Content: ['a'] }, 'document.Content[0]'],
    ['a version that is a number', { Content: [{ Name: 'a', Version: 1 }] }, 'Content[0].Version'],
  ])('refuses %s', (_, value, field) => {
    expect(() => inventory(value)).toThrow(expect.objectContaining({ kind: 'format', detail: expect.objectContaining({ field }) }));
  });
});
