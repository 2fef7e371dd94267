import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { missingForSupermin } from './missing-for-supermin.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'staticfire-supermin-'));
});
afterEach(() => rmSync(root, { recursive: true }));

it.each([
  ['nothing', [], {}, [/the folder \/lib\/modules/, /finds no kernel/]],
  ['a kernel in /boot', ['boot/vmlinuz-6.1.0-56-amd64'], {}, [/the folder \/lib\/modules/]],
  ['a kernel beside its modules', ['lib/modules/6.12/vmlinuz'], {}, []],
  ['modules alone', ['lib/modules/6.12/modules.dep'], {}, [/finds no kernel/]],
  ['a kernel that is told', ['lib/modules/6.12/modules.dep'], { SUPERMIN_KERNEL: '/kernel' }, []],
])('%s', (_, files, environment, expected) => {
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  const missing = missingForSupermin(environment, root);
  expect(missing).toHaveLength(expected.length);
  for (const [index, pattern] of expected.entries()) expect(missing[index]).toMatch(pattern);
});
