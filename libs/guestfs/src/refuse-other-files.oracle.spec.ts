import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDiskSource } from '@staticfire/read/block-source/node';
import { describeOracle, toolsFor } from '@staticfire/testkit';
import { expect, it } from 'vitest';
import { elsewhere, inComment } from './fixtures/other-parents.ts';

describeOracle('what QEMU takes for a parent', toolsFor('qemu-img'), () => {
  it.each([
    ['in a comment', inComment, '../../../other.vmdk'],
    ['where no descriptor is', elsewhere, '/var/lib/other.vmdk'],
  ])('%s, while by the specification there is none', async (_, bytes, parent) => {
    const folder = mkdtempSync(join(tmpdir(), 'staticfire-parent-'));
    try {
      const path = join(folder, 'disk.vmdk');
      writeFileSync(path, bytes);
      const told = execFileSync('qemu-img', ['info', '-f', 'vmdk', '--output=json', path], { encoding: 'utf8' });
      expect(JSON.parse(told)['backing-filename']).toBe(parent);
      const { source, file } = await openDiskSource(path);
      source.close();
      file.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
