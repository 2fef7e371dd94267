import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { LIMITS } from './limits.ts';

const readme = readFileSync(fileURLToPath(new URL('../../../../README.md', import.meta.url)), 'utf8').replaceAll('\n', ' ');
/** What README lists, and a word of the sentence that says the same. */
const LISTED = [
  ['virtual disks with a backing file or a parent', 'backing file or a parent'],
  ['in several files or encrypted', 'in several files or encrypted'],
  ['squashfs in lzo or lzma', 'lzo or lzma'],
  ['EROFS of several devices or with the features 48bit and metabox', 'several devices, or has the features 48bit or metabox'],
  ['whether firmware trusts the keys that boot programs are signed with', 'firmware of a machine trusts the keys'],
  ['Secrets are looked for in text, not inside programs and archives', 'text files'],
] as const;

it('what is not looked at is what README says, each in a sentence', () => {
  const [, refused = '', unseen = ''] = /its rules are unknown: ([^.]*)\. ([^.]*)\./.exec(readme) ?? [];
  const items = [...refused.split(/, (?![^(]*\))/), unseen];
  expect(items).toEqual(LISTED.map(([item]) => item));
  expect(LIMITS).toEqual(LISTED.map(([, words]) => expect.stringMatching(new RegExp(`^[A-Z].*${words}.*\\.$`))));
});
