import { execFileSync } from 'node:child_process';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseSbom } from './index.ts';

const NAME = fc.constantFrom('a', 'b', 'c', 'ä', 'bottlerocket-x');
const VERSION = fc.option(fc.constantFrom('1', '2.0-1.br1'), { nil: undefined });
const SPDX = fc.array(fc.record({ name: NAME, versionInfo: VERSION, SPDXID: fc.constantFrom('SPDXRef-1', 'SPDXRef-2') }), { maxLength: 30 });
const component = (depth: number): fc.Arbitrary<object> =>
  fc.record({
    type: fc.constant('library'),
    name: NAME,
    version: VERSION,
    components: depth === 0 ? fc.constant([]) : fc.array(component(depth - 1), { maxLength: 3 }),
  });

describeOracle('SBOMs against jq', toolsFor('jq'), () => {
  const jq = (filter: string, value: unknown): unknown =>
    JSON.parse(execFileSync(toolPath('jq')!, ['-c', filter], { input: JSON.stringify(value), encoding: 'utf8', timeout: 30_000 }));
  const grouped = '[group_by([.name, .v])[] | {name: .[0].name, version: .[0].v, count: length} | del(..|nulls)]';

  it('SPDX: packages by name and version', () => {
    for (const packages of fc.sample(SPDX, { seed: 20261125, numRuns: 40 })) {
      const document = { spdxVersion: 'SPDX-2.3', packages };
      const sbom = parseSbom(Buffer.from(JSON.stringify(document)), 'x');
      expect(sbom.packages).toEqual(jq(`[.packages[] | {name, v: .versionInfo}] | ${grouped}`, document));
      expect(sbom.packageCount).toBe(packages.length);
      const twice = sbom.problems.find(({ what }) => what === 'SPDXID given twice')?.count ?? 0;
      expect(twice).toBe(jq('(.packages | length) - ([.packages[].SPDXID] | unique | length)', document));
    }
  });

  it('CycloneDX: components at every depth', () => {
    for (const components of fc.sample(fc.array(component(3), { maxLength: 5 }), { seed: 20261125, numRuns: 40 })) {
      const document = { bomFormat: 'CycloneDX', specVersion: '1.5', components };
      const sbom = parseSbom(Buffer.from(JSON.stringify(document)), 'x');
      expect(sbom.packages).toEqual(jq(`[.components | recurse(.[]?.components) | .[] | {name, v: .version}] | ${grouped}`, document));
    }
  });
});
