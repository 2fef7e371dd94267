import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lintPacks, runCases } from '@staticfire/evaluate/authoring';
import { describe, expect, it } from 'vitest';
import { loadPolicies, readPointers } from './load-policies.ts';

const POLICIES = fileURLToPath(new URL('../../../policies', import.meta.url));
const readme = readFileSync(join(POLICIES, 'README.md'), 'utf8');
const shipped = readdirSync(POLICIES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ path: `policies/${name.replaceAll('\\', '/')}`, text: readFileSync(join(POLICIES, name), 'utf8') }));

/** Every YAML block of the page, by the file that the comment above it names. */
const examples = new Map([...readme.matchAll(/<!-- file: (\S+) -->\n```yaml\n([\s\S]*?)```/g)].map(([, path, text]) => [path!, text!]));
const packs = [...shipped, ...[...examples].filter(([path]) => path.startsWith('ours/')).map(([path, text]) => ({ path, text }))];
const file = (path: string) => ({ path, text: examples.get(path)! });
const load = () => loadPolicies({ packs, tailoring: file('staticfire.yaml'), attestations: file('attestations.yaml') });

describe('policies/README.md', () => {
  it('has an example of every kind of document, and no YAML that is none', () => {
    expect([...examples.keys()]).toEqual([
      'ours/pack.yaml',
      'ours/rules/boot/few-entries.yaml',
      'ours/rules/files/writable.yaml',
      'ours/rules/settings/no-admin.yaml',
      'ours/rules/settings/few-host-containers.yaml',
      'ours/tables/kernel-config.yaml',
      'ours/samples.yaml',
      'ours/controls.yaml',
      'ours/profiles/level-1.yaml',
      'staticfire.yaml',
      'attestations.yaml',
    ]);
    expect(readme.match(/```yaml/g)).toHaveLength(examples.size);
  });

  it('its examples are a pack whose cases come out as expected, with nothing to warn of but what it says', () => {
    const { packs: loaded } = load();
    const ours = loaded.filter(({ id }) => id === 'ours');
    expect(runCases(ours)).toEqual({ rules: 6, cases: 22, failures: [] });
    expect(lintPacks(ours, loaded).map(({ message }) => message.split(':')[0])).toEqual([expect.stringContaining('named by no control or profile of ours')]);
  });

  it('its tailoring and attestations do what they say', () => {
    const { selection, failOn } = load();
    expect(failOn).toBe('high');
    expect(selection.profiles).toEqual(['ours/level-1']);
    expect(selection.parameters).toEqual({ ours: { allowWritable: ['/tmp', '/var/tmp'] } });
    expect([...selection.deselectedRules.keys(), ...selection.deselectedControls.keys()]).toEqual(['baseline:verity/fails-closed', 'ours/3.4.1.1']);
    expect([...selection.attestations.keys()]).toEqual(['ours/1.3.1']);
    expect(selection.waivers).toMatchObject([{ ruleId: 'ours:files/writable', subject: '/opt/x', expires: '2027-03-31' }]);
    expect(readPointers(file('staticfire.yaml'))).toMatchObject({ packs: [{ path: './ours' }], attestations: { path: './attestations.yaml' } });
  });

  it('tells of every function that expressions may use', () => {
    const broken = packs.map((each) => ({ ...each, text: each.text.replace('assert: size(', 'assert: duration("1s") == duration("2s") || size(') }));
    const functions = /there are ([a-zA-Z0-9_, ]+)/.exec(problemOf(() => loadPolicies({ packs: broken })))![1]!.split(', ');
    expect(functions.length).toBeGreaterThan(15);
    for (const name of functions) expect(readme, name).toMatch(new RegExp(`\\b${name}\\b`));
  });
});

function problemOf(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
