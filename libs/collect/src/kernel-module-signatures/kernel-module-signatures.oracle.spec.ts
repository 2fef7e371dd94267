import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { memorySource } from '@staticfire/read/block-source';
import { debianFolder, describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readModule } from './read-module.ts';

const TEN_MINUTES = 600_000;
/** Of some thousand. */
const EVERY = 100;
const FIELDS = ['signer', 'sig_key', 'sig_hashalgo', 'vermagic', 'license', 'depends'] as const;

describeOracle('compressed modules against modinfo', toolsFor('modinfo', 'xz', 'zstd', 'apt-get', 'dpkg-deb'), () => {
  let folder: string;
  let files: readonly string[];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-modules-'));
    const modules = join(await debianFolder('linux-image-amd64'), 'lib/modules');
    const names = readdirSync(modules, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ko'));
    files = names.filter((_, index) => index % EVERY === 0).map((name) => join(modules, name));
  }, TEN_MINUTES);
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (tool: 'xz' | 'zstd' | 'modinfo', args: readonly string[]) => {
    return execFileSync(toolPath(tool)!, args, { timeout: TEN_MINUTES, maxBuffer: 256 * 1024 * 1024, stdio: ['ignore', 'pipe', 'ignore'] });
  };
  const modinfo = (path: string) => {
    const lines = run('modinfo', ['-0', path]).toString().split('\0');
    return FIELDS.map((field) =>
      lines
        .find((line) => line.startsWith(`${field}=`))
        ?.slice(field.length + 1)
        .trim(),
    );
  };
  const ours = (bytes: Uint8Array) => {
    const { signer, keyId = '', hash, vermagic, license, depends } = readModule(memorySource(bytes), undefined);
    return [signer, keyId.toUpperCase().match(/../g)?.join(':'), hash, vermagic, license, depends.join(',')];
  };

  it('with xz as the kernel’s build calls it, and with zstd', { timeout: TEN_MINUTES }, () => {
    for (const file of files) {
      for (const [extension, tool, args] of [
        ['xz', 'xz', ['--check=crc32', '--lzma2=dict=1MiB', '-c', file]],
        ['zst', 'zstd', ['-T0', '-q', '-c', file]],
      ] as const) {
        const bytes = run(tool, args);
        const path = join(folder, `${basename(file)}.${extension}`);
        writeFileSync(path, bytes);
        expect(ours(bytes), path).toEqual(modinfo(path));
      }
    }
    expect(files.length).toBeGreaterThan(30);
  });

  // Debian's kmod does not read gzip.
  it('with gzip, as the module before', () => {
    for (const file of files) expect(ours(gzipSync(readFileSync(file))), file).toEqual(modinfo(file));
  });
});
