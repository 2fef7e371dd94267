import { describe, expect, it } from 'vitest';
import { Damaged, derivedValue, failure, type Given } from '../fixtures/derived-fact.ts';

const words = (...parameters: readonly unknown[]) => ({ parameters, initArguments: [] });
const word = (value: string) => words({ name: 'fips', key: 'fips', value, from: 'bootconfig' });
const program = { path: '/usr/fips/bin/updog', kind: 'fips-program' };
const DAMAGED = { $unreadable: failure() };

function given(changes: Given = {}): Given {
  return { 'boot.cmdline': word('1'), 'release.identity': { variantId: 'ours-fips' }, 'root.named-files': { files: [program] }, ...changes };
}

const ALL = ['command-line bootconfig', 'programs /usr/fips/bin/updog', 'variant ours-fips'];
const NONE = given({ 'boot.cmdline': words(), 'release.identity': { variantId: 'ours' }, 'root.named-files': { files: [] } });
const claimsOf = async (changes: Given): Promise<readonly string[]> =>
  (await derivedValue('fips.claims', changes)).claims.map(({ by = '?', detail = '' }: { by?: string; detail?: string }) => `${by} ${detail}`.trim());

describe('fips.claims', () => {
  it.each<[string, Given, readonly string[]]>([
    ['all three', given(), ALL],
    ['nothing', NONE, []],
    ['the name alone', { ...NONE, 'release.identity': { variantId: 'aws-k8s-1.37-nvidia-fips' } }, ['variant aws-k8s-1.37-nvidia-fips']],
    ['the word alone', { ...NONE, 'boot.cmdline': word('1') }, ['command-line bootconfig']],
    ['fips=0', { ...NONE, 'boot.cmdline': word('0') }, []],
    ['no variant', { ...NONE, 'release.identity': {} }, []],
    ['a command line that cannot be read', { ...NONE, 'boot.cmdline': new Damaged() }, ['?']],
    ['a word and a file that cannot be read', { ...NONE, 'boot.cmdline': words(DAMAGED), 'root.named-files': { files: [DAMAGED] } }, ['?', '?']],
    ['damage beside what is found', given({ 'root.named-files': { files: [DAMAGED, program] } }), ALL],
    ['no command line', { ...NONE, 'boot.cmdline': undefined }, ['?']],
    ['no os-release', { ...NONE, 'release.identity': undefined }, []],
    ['a claim without os-release', given({ 'release.identity': undefined }), ['command-line bootconfig', 'programs /usr/fips/bin/updog']],
  ])('%s', async (_, changes, expected) => expect(await claimsOf(changes)).toEqual(expected));
});
