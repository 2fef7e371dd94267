import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDiskSource } from '@staticfire/read/block-source/node';
import { describeOracle, HIDDEN_PARENTS, toolsFor } from '@staticfire/testkit';
import { expect, it } from 'vitest';

describeOracle('what QEMU takes for a parent', toolsFor('qemu-img'), () => {
  it.each(Object.entries(HIDDEN_PARENTS))('%s, while by the specification there is none', async (_, { file: bytes, parent }) => {
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
