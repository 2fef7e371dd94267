import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle, hostileInputs, runStaticfire, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

const EXT4 = ['mke2fs', 'debugfs', 'resize2fs'] as const;
const EROFS = ['mkfs.erofs', 'dump.erofs', 'fakeroot', 'setfattr', 'secilc'] as const;
const PACKERS = ['lz4', 'gzip', 'zstd'] as const;
const TOOLS = toolsFor(...EXT4, ...EROFS, ...PACKERS, 'sgdisk', 'veritysetup', 'mkfs.vfat', 'mcopy', 'mmd');
const MAX_MEMORY_KIB = 300 * 1024;

describeOracle('bad input ends in a clear message and the right exit code', TOOLS, () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-hostile-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(hostileInputs)('$name', async ({ name, make, exitCodes, words }) => {
    const path = join(folder, name.replace(/[^\w-]+/g, '-'));
    await make(path);
    const run = await runStaticfire(['scan', path]);
    rmSync(path, { recursive: true, force: true });
    const text = `${run.stderr}\n${run.stdout}`;
    expect(text).not.toMatch(/^\s+at .+:\d+:\d+/m);
    expect(exitCodes, text).toContain(run.exitCode);
    const flat = text.replace(/\s+/g, ' ').toLowerCase(); // the report wraps its lines
    for (const word of words) expect(flat).toContain(word.toLowerCase());
    expect(run.maxRssKib).toBeLessThan(MAX_MEMORY_KIB);
  });
});
