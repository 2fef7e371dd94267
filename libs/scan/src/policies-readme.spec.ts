import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { checkPacks } from './check-packs.ts';
import { loadPolicies } from './load-policies.ts';

const POLICIES = fileURLToPath(new URL('../../../policies', import.meta.url));
const readme = readFileSync(join(POLICIES, 'README.md'), 'utf8');
const shipped = readdirSync(POLICIES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ path: `policies/${name.replaceAll('\\', '/')}`, text: readFileSync(join(POLICIES, name), 'utf8') }));

/** The YAML example below a heading. */
const example = (heading: string) => readme.split(`## ${heading}`)[1]!.split('```yaml\n')[1]!.split('```')[0]!;

it('the examples of policies/README.md are a pack whose cases come out as expected', () => {
  const files = [
    { path: 'ours/pack.yaml', text: example('pack.yaml') },
    { path: 'ours/tables/kernel-config.yaml', text: example('tables/') },
    { path: 'ours/controls.yaml', text: example('controls.yaml') },
    { path: 'ours/profiles/level-1.yaml', text: example('profiles/') },
  ];
  const attestations = { path: 'attestations.yaml', text: example('staticfire.yaml').replaceAll('cis-bottlerocket/', 'ours/') };
  const { packs, failOn, selection } = loadPolicies({ packs: [...shipped, ...files], attestations, profiles: ['ours/level-1'] });
  expect(failOn).toBe('medium');
  expect([...selection.attestations.keys()]).toEqual(['ours/3.4.1.1']);
  expect(checkPacks(packs.filter(({ id }) => id === 'ours'))).toEqual({ rules: 2, cases: 4, failures: [], rowsWithoutCase: ['ours:kernel-config/module-sig'] });
});
