import { describe, expect, it } from 'vitest';
import type { GptEntry } from '../formats/gpt/index.ts';
import { assignRoles, XBOOTLDR } from './partition-role.ts';

const BOOT = '6b636168-7420-6568-2070-6c616e657421';
const ROOT = '5526016a-1a97-4ea4-b39a-b7c8c6ca4502';
const EFI = 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b';
const EFI_BACKUP = 'b39ce39c-0a00-b4ab-2d11-f18f8237a21c';
const PRIVATE = '440408bb-eb0b-4328-a6e5-a29038fad706';

function names(...types: readonly string[]): string[] {
  const entries = types.map((typeGuid) => ({ typeGuid }) as GptEntry);
  const roles = assignRoles(entries);
  return entries.map((entry) => [roles.get(entry)!.role, ...(roles.get(entry)!.bank ?? [])].join('-'));
}

describe('assignRoles', () => {
  it.each([
    ['the first of a type is bank A’s, the second bank B’s', [BOOT, ROOT, BOOT, ROOT], ['BOOT-A', 'ROOT-A', 'BOOT-B', 'ROOT-B']],
    ['a third one is no bank’s', [ROOT, ROOT, ROOT], ['ROOT-A', 'ROOT-B', 'ROOT']],
    ['the ESP is bank A’s wherever it stands', [EFI_BACKUP, EFI], ['EFI-B', 'EFI-A']],
    ['PRIVATE has no bank', [PRIVATE, PRIVATE], ['PRIVATE', 'PRIVATE']],
    ['XBOOTLDR is counted by itself', [XBOOTLDR, BOOT], ['BOOT-A', 'BOOT-A']],
    ['other types', ['0fc63daf-8483-4772-8e79-3d69d8477de4'], ['UNKNOWN']],
  ])('%s', (_, types, expected) => expect(names(...types)).toEqual(expected));
});
