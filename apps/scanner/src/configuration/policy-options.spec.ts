import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PolicyOptions, readPolicyDocuments } from './policy-options.ts';

const folder = mkdtempSync(join(tmpdir(), 'staticfire-options-'));
const at = (name: string) => join(folder, name);
const none: PolicyOptions = { profile: [], pack: [] };

beforeAll(() => {
  for (const name of ['one', 'two', 'three', 'empty', 'own/.hidden']) mkdirSync(at(name), { recursive: true });
  for (const name of ['one', 'two', 'three', 'own']) writeFileSync(at(`${name}/pack.yaml`), `id: ${name}\n`);
  writeFileSync(at('own/.hidden/pack.yaml'), 'id: hidden\n');
  writeFileSync(at('config.yaml'), 'packs: [./three]\nprofile: file/profile\nfailOn: low\nattestations: said.yaml\n');
  writeFileSync(at('other.yaml'), 'failOn: info\n');
  writeFileSync(at('said.yaml'), 'attestations: []\n');
  writeFileSync(at('lost.yaml'), 'failOn: low\npacks: [./one, ../min]\n');
  writeFileSync(at('hollow.yaml'), 'packs: [empty]\n');
  writeFileSync(at('unsaid.yaml'), 'attestations: ./never.yaml\n');
  mkdirSync(at('odd/rules.yaml'), { recursive: true });
  writeFileSync(at('odd/pack.yaml'), 'id: odd\n');
  writeFileSync(at('broken.yaml'), 'packs: 3\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(options: Partial<PolicyOptions>, environment: Readonly<Record<string, string>> = {}) {
  const { packs, tailoring, attestations, profiles, failOn } = readPolicyDocuments({ ...none, ...options }, environment, []);
  return { packs: packs.map(({ path }) => path.split('/').at(-2)), tailoring: tailoring?.text, attestations: attestations?.text, profiles, failOn };
}

describe('flags come before the environment, that before the file, that before defaults', () => {
  const STATICFIRE_PACKS = [at('one'), at('two')].join(delimiter);
  it.each([
    ['packs: nothing said', {}, {}, { packs: [] }],
    ['packs: file', { config: at('config.yaml') }, {}, { packs: ['three'] }],
    ['packs: environment before file', { config: at('config.yaml') }, { STATICFIRE_PACKS }, { packs: ['one', 'two'] }],
    ['packs: flag before both', { config: at('config.yaml'), pack: [at('two')] }, { STATICFIRE_PACKS }, { packs: ['two'] }],
    ['packs: a folder named twice is read once', { pack: [at('two'), at('two')] }, {}, { packs: ['two'] }],
    ['profile: nothing said', {}, {}, { profiles: undefined }],
    ['profile: environment', {}, { STATICFIRE_PROFILE: 'a/b, c/d' }, { profiles: ['a/b', 'c/d'] }],
    ['profile: flag', { profile: ['e/f'] }, { STATICFIRE_PROFILE: 'a/b' }, { profiles: ['e/f'] }],
    ['threshold: left to the file', { config: at('config.yaml') }, {}, { failOn: undefined }],
    ['threshold: environment', {}, { STATICFIRE_FAIL_ON: 'medium' }, { failOn: 'medium' }],
    ['threshold: flag', { failOn: 'none' as const }, { STATICFIRE_FAIL_ON: 'medium' }, { failOn: 'none' }],
    ['threshold: an empty variable is not set', {}, { STATICFIRE_FAIL_ON: '' }, { failOn: undefined }],
    ['config: environment', {}, { STATICFIRE_CONFIG: at('other.yaml') }, { tailoring: 'failOn: info\n' }],
    ['config: flag', { config: at('config.yaml') }, { STATICFIRE_CONFIG: at('other.yaml') }, { tailoring: expect.stringContaining('failOn: low') }],
    ['attestations: beside the file', { config: at('config.yaml') }, {}, { attestations: 'attestations: []\n' }],
    ['attestations: flag', { attestations: at('other.yaml') }, {}, { attestations: 'failOn: info\n' }],
  ] as const)('%s', (_, options, environment, expected) => {
    expect(read(options, environment)).toMatchObject(expected);
  });

  it('a file that does not fit is left to the check that tells why', () => {
    expect(read({ config: at('broken.yaml') })).toMatchObject({ packs: [], tailoring: 'packs: 3\n' });
  });

  it('packs of the user are marked, hidden folders are left alone', () => {
    const { packs } = readPolicyDocuments({ ...none, pack: [at('own')] }, {}, [{ path: 'policies/x/pack.yaml', text: '' }]);
    expect(packs.map(({ path, foreign }) => [path.split('/').at(-2), foreign])).toEqual([
      ['x', undefined],
      ['own', true],
    ]);
  });

  it('files that end in .yml are read, so that loading them can refuse them', () => {
    mkdirSync(at('yml/rules/a'), { recursive: true });
    for (const name of ['pack.yml', 'rules/a/b.YML', 'notes.txt']) writeFileSync(at(`yml/${name}`), 'a: b\n');
    const { packs } = readPolicyDocuments({ ...none, pack: [at('yml')] }, {}, []);
    expect(packs.map(({ path }) => path.slice(at('yml').length))).toEqual(['/pack.yml', '/rules/a/b.YML']);
  });

  it.each([
    ['an unknown severity', {}, { STATICFIRE_FAIL_ON: 'urgent' }, /STATICFIRE_FAIL_ON is urgent: expected one of critical, high/],
    ['a config of the environment that is not there', {}, { STATICFIRE_CONFIG: 'nope.yaml' }, /^nope\.yaml: no such file or folder$/],
    ['a config that is not there', { config: at('nope.yaml') }, {}, /nope\.yaml: no such file or folder$/],
    ['attestations that are not there', { attestations: at('nope.yaml') }, {}, /nope\.yaml: no such file or folder$/],
    ['a folder that is not there', { pack: [at('nope')] }, {}, /nope: no such file or folder$/],
    ['a folder that a file names', { config: at('lost.yaml') }, {}, /lost\.yaml:2:16: \.\.\/min: no such file or folder$/],
    ['a folder without a pack that a file names', { config: at('hollow.yaml') }, {}, /hollow\.yaml:1:9: empty is no pack: there is no pack\.yaml in it$/],
    ['attestations that a file names', { config: at('unsaid.yaml') }, {}, /unsaid\.yaml:1:15: \.\/never\.yaml: no such file or folder$/],
    ['a folder in the place of a file', { pack: [at('odd')] }, {}, /odd\/rules\.yaml: it is a folder, not a file$/],
    ['a folder without a pack', { pack: [at('empty')] }, {}, /empty is no pack: there is no pack\.yaml in it/],
  ])('refuses %s', (_, options, environment, message) => {
    expect(() => read(options, environment)).toThrow(message);
  });
});
