import { describe, expect, it } from 'vitest';
import { Damaged, derivedFact, derivedValue, failure, type Given } from '../fixtures/derived-fact.ts';

const word = (value: string) => ({ parameters: [{ key: 'fips', value, file: '/bootconfig.data' }] });
const program = { path: '/usr/fips/bin/updog', kind: 'fips-program' };
const DAMAGED = { $unreadable: failure() };

function given(changes: Given = {}): Given {
  return { 'cmdline.effective': word('1'), 'release.identity': { variantId: 'ours-fips' }, 'root.named-files': { files: [program] }, ...changes };
}

const ALL = ['command-line /bootconfig.data', 'programs /usr/fips/bin/updog', 'variant ours-fips'];
const NONE = given({ 'cmdline.effective': { parameters: [] }, 'release.identity': { variantId: 'ours' }, 'root.named-files': { files: [] } });
const claimsOf = async (changes: Given): Promise<readonly string[]> =>
  (await derivedValue('fips.claims', changes)).claims.map(({ by = '?', detail = '' }: { by?: string; detail?: string }) => `${by} ${detail}`.trim());

describe('fips.claims', () => {
  it.each<[string, Given, readonly string[]]>([
    ['all three', given(), ALL],
    ['nothing', NONE, []],
    ['the name alone', { ...NONE, 'release.identity': { variantId: 'aws-k8s-1.37-nvidia-fips' } }, ['variant aws-k8s-1.37-nvidia-fips']],
    ['the word alone', { ...NONE, 'cmdline.effective': word('1') }, ['command-line /bootconfig.data']],
    ['fips=0', { ...NONE, 'cmdline.effective': word('0') }, []],
    ['no variant', { ...NONE, 'release.identity': {} }, []],
    ['a command line that cannot be read', { ...NONE, 'cmdline.effective': new Damaged() }, ['?']],
    [
      'a word and a file that cannot be read',
      { ...NONE, 'cmdline.effective': { parameters: [DAMAGED] }, 'root.named-files': { files: [DAMAGED] } },
      ['?', '?'],
    ],
    ['damage beside what is found', given({ 'root.named-files': { files: [DAMAGED, program] } }), ALL],
    ['a claim without os-release', given({ 'release.identity': undefined }), ['command-line /bootconfig.data', 'programs /usr/fips/bin/updog']],
  ])('%s', async (_, changes, expected) => expect(await claimsOf(changes)).toEqual(expected));

  it.each(['cmdline.effective', 'release.identity'])('is absent when nothing says so and there is no %s', async (name) =>
    expect((await derivedFact('fips.claims', { ...NONE, [name]: undefined })).state).toBe('absent'),
  );
});
