import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectInventory } from '../inventory/collect-inventory.ts';
import { collectSboms } from './collect-sboms.ts';

const FOLDER = '/usr/share/bottlerocket';
const SPDX = JSON.stringify({
  spdxVersion: 'SPDX-2.3',
  SPDXID: 'SPDXRef-DOCUMENT',
  name: 'variant',
  documentNamespace: 'urn:x',
  packages: [{ SPDXID: 'SPDXRef-a', name: 'a', versionInfo: '1' }],
});
/** One LZ4 frame of one stored block, without checksums. */
const lz4 = (text: string) => {
  const frame = Buffer.alloc(7 + 4 + text.length + 4);
  frame.set([0x04, 0x22, 0x4d, 0x18, 0x60, 0x70, 0x73]);
  frame.writeUInt32LE((text.length | 0x80000000) >>> 0, 7);
  frame.write(text, 11);
  return frame;
};

describe('identity.sboms', () => {
  it('reads both formats, and those that are compressed', async () => {
    const fact = await collectFrom(collectSboms, {
      [`${FOLDER}/spdx-sbom.json.lz4`]: lz4(SPDX),
      [`${FOLDER}/cyclonedx-sbom.json`]: '{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"type":"library","name":"a","version":"1"}]}',
      [`${FOLDER}/application-inventory.json`]: '{}',
    });
    expect(fact).toMatchObject({
      value: {
        sboms: [
          { path: `${FOLDER}/cyclonedx-sbom.json`, format: 'CycloneDX', specVersion: '1.5', packageCount: 1, problems: [] },
          { path: `${FOLDER}/spdx-sbom.json.lz4`, format: 'SPDX', specVersion: '2.3', name: 'variant', serial: 'urn:x', distinctPackages: 1 },
        ],
        packages: [
          { sbom: `${FOLDER}/cyclonedx-sbom.json`, name: 'a', version: '1', count: 1 },
          { sbom: `${FOLDER}/spdx-sbom.json.lz4`, name: 'a' },
        ],
      },
    });
  });

  it.each([
    ['JSON that is cut short', 'spdx-sbom.json', SPDX.slice(0, -5), 'format'],
    ['LZ4 that is cut short', 'spdx-sbom.json.lz4', lz4(SPDX).subarray(0, 30), 'format'],
    ['bytes after the frame', 'spdx-sbom.json.lz4', Buffer.concat([lz4(SPDX), Buffer.from('xxxxxxxx')]), 'format'],
    ['another version', 'spdx-sbom.json', '{"spdxVersion":"SPDX-3.0"}', 'unsupported'],
  ])('is unreadable one by one: %s', async (_, name, content, kind) => {
    const fact = await collectFrom(collectSboms, { [`${FOLDER}/${name}`]: content });
    expect(fact).toMatchObject({ value: { sboms: [{ $unreadable: { kind } }], packages: [{ $unreadable: { kind } }] } });
  });

  it('is absent on old images', async () => {
    expect(await collectFrom(collectSboms, { [`${FOLDER}/application-inventory.json`]: '{}' })).toMatchObject({ state: 'absent' });
  });
});

describe('identity.inventory', () => {
  it('flags source packages', async () => {
    const content = [
      { Name: 'a', Publisher: 'core-kit', Version: '1', Release: '2', Epoch: '0', Architecture: 'x86_64', Summary: 'A' },
      { Name: 'a', Summary: 'A (source package)' },
    ];
    expect(await collectFrom(collectInventory, { [`${FOLDER}/application-inventory.json`]: JSON.stringify({ Content: content }) })).toMatchObject({
      value: {
        entries: 2,
        sourcePackages: 1,
        packages: [
          { name: 'a', version: '1', release: '2', epoch: '0', publisher: 'core-kit', architecture: 'x86_64', sourcePackage: false },
          { name: 'a', version: '', sourcePackage: true },
        ],
      },
    });
  });
});
