import { expect, test } from 'vitest';
import { derivedFatId, derivedUuid } from './derived-ids.ts';

const BUILD = { timestamp: 1_700_000_000, variant: 'foo', arch: 'x86_64' };

// Digests by sha256sum of `1700000000|foo|x86_64|TARGET`.
test.each([
  { target: 'root-erofs', uuid: 'c2e7d28e-14b5-44ac-838a-55cbe46eee89' },
  { target: 'boot-ext4', uuid: '2e784e1d-3e8d-41f4-89e3-56eccac09127' },
  { target: 'efi-vfat', uuid: '457b0a5e-feb6-49c4-8b50-4942089b1238' },
  { target: 'gpt-disk-os', uuid: 'a5657e7f-8798-4347-b60c-741f176a5dde' },
  { target: 'gpt-part-bios', uuid: '7b60b409-efd6-47fa-810a-fb48fca9c832' },
])('$target has the digest in the shape of a random UUID', ({ target, uuid }) => {
  expect(derivedUuid(BUILD, target)).toBe(uuid);
  expect(derivedFatId(BUILD, target)).toBe(uuid.slice(0, 8));
});
