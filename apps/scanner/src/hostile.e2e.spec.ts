import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeOracle, hostileInputs, runStaticfire, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

const EXT4 = ['mke2fs', 'debugfs', 'resize2fs'] as const;
const EROFS = ['mkfs.erofs', 'dump.erofs', 'fakeroot', 'setfattr', 'secilc'] as const;
const PACKERS = ['lz4', 'gzip', 'zstd', 'xz', 'bzip2'] as const;
const TOOLS = toolsFor(...EXT4, ...EROFS, ...PACKERS, 'sgdisk', 'veritysetup', 'mkfs.vfat', 'mcopy', 'mmd', 'qemu-img', 'tar');
/** Where packages that are not bundled are found from. */
const MODULES = fileURLToPath(new URL('../node_modules/.cache', import.meta.url));
const MAX_MEMORY_KIB = 300 * 1024;

describeOracle('bad input ends in a clear message and the right exit code', TOOLS, () => {
  let folder = '';
  let bundle = '';
  // What is published: from sources, node's own loader takes a third more memory.
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-hostile-'));
    mkdirSync(MODULES, { recursive: true });
    bundle = mkdtempSync(join(MODULES, 'hostile-'));
    execFileSync(process.execPath, [fileURLToPath(new URL('../build.ts', import.meta.url)), bundle], { timeout: 60_000 });
  });
  afterAll(() => {
    for (const each of [folder, bundle]) rmSync(each, { recursive: true, force: true });
  });

  it.each(hostileInputs)('$name', async ({ name, make, exitCodes, words }) => {
    const path = join(folder, name.replace(/[^\w-]+/g, '-'));
    await make(path);
    const run = await runStaticfire(['scan', path], { command: join(bundle, 'staticfire.js') });
    rmSync(path, { recursive: true, force: true });
    const text = `${run.stderr}\n${run.stdout}`;
    expect(text).not.toMatch(/^\s+at .+:\d+:\d+/m);
    expect(exitCodes, text).toContain(run.exitCode);
    const flat = text.replace(/\s+/g, ' ').toLowerCase(); // the report wraps its lines
    for (const word of words) expect(flat).toContain(word.toLowerCase());
    expect(run.maxRssKib).toBeLessThan(MAX_MEMORY_KIB);
  });
});
