import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bzImage, debianFolder, describeOracle, fullKernelConfig, type KernelImageRecipe, toolsFor, zbootImage } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { UnsupportedError } from '../../bytes/index.ts';
import { parseKernelConfig } from '../kernel-config/index.ts';
import { readKernelImage } from './index.ts';

const VERSION = '6.12.55';
const MAX_BUFFER = 256 * 1024 * 1024;

/** Magic and tool as in Linux scripts/extract-ikconfig. */
const EXTRACT = {
  gzip: { magic: '1f8b08', command: ['gzip', '-dc'] },
  zstd: { magic: '28b52ffd', command: ['zstd', '-dc'] },
  xz: { magic: 'fd377a585a00', command: ['xz', '-dc'] },
  lz4: { magic: '02214c18', command: ['lz4', '-dc', '-l'] },
} as const;
type Codec = keyof typeof EXTRACT;
const CODECS = Object.keys(EXTRACT) as Codec[];

const read = (bytes: Uint8Array) => readKernelImage(memorySource(bytes));

describeOracle('kernel images against the tools they are made with', toolsFor('gzip', 'zstd', 'xz', 'lz4', 'bzip2', 'file'), () => {
  const config = fullKernelConfig(VERSION, ['CONFIG_IKCONFIG=y']);
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-kernel-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What `command` writes for these bytes, also when it complains about what follows the stream. */
  function run(command: readonly string[], input: Uint8Array): Buffer {
    try {
      return execFileSync(command[0]!, command.slice(1), { input, maxBuffer: MAX_BUFFER, timeout: 60_000, stdio: ['pipe', 'pipe', 'ignore'] });
    } catch (error) {
      return (error as { stdout: Buffer }).stdout;
    }
  }

  /** scripts/extract-ikconfig, step by step. */
  function extracted(bytes: Buffer, codec: Codec): Buffer {
    const { magic, command } = EXTRACT[codec];
    const kernel = run(command, bytes.subarray(bytes.indexOf(Buffer.from(magic, 'hex'))));
    return run(['gzip', '-dc'], kernel.subarray(kernel.indexOf(Buffer.concat([Buffer.from('IKCFG_ST'), Buffer.from('1f8b08', 'hex')])) + 8));
  }

  it.each(CODECS)('bzImage with %s: extract-ikconfig finds the same text, file the same version', async (codec) => {
    const image = await bzImage({ version: VERSION, config, codec });
    const found = read(image);
    expect(found).toMatchObject({ payload: { codec }, banner: { release: VERSION }, releasesAgree: true });
    expect(found.config?.text).toBe(config);
    expect(extracted(image, codec).toString()).toBe(config);
    writeFileSync(join(folder, 'vmlinuz'), image);
    expect(execFileSync('file', ['-b', join(folder, 'vmlinuz')], { encoding: 'utf8' })).toContain(`version ${VERSION} `);
  });

  it.each(CODECS)('EFI zboot with %s: extract-ikconfig finds the same text', async (codec) => {
    const image = await zbootImage({ version: VERSION, config, codec });
    const found = read(image);
    expect(found).toMatchObject({ header: { kind: 'efi-zboot', compression: codec }, payload: { codec }, banner: { release: VERSION } });
    expect(found.config?.text).toBe(config);
    expect(extracted(image, codec).toString()).toBe(config);
  });

  it('reads what the configuration says', async () => {
    const { config: embedded } = read(await bzImage({ version: VERSION, config, codec: 'zstd' }));
    const { options, overridden, version } = parseKernelConfig(embedded!.text, { path: 'IKCONFIG' });
    expect([options.length, overridden.length, version]).toEqual([5981, 0, VERSION]);
  });

  it('names the compressions that it does not read', async () => {
    for (const codec of ['bzip2', 'lzma'] as const) {
      const recipe: KernelImageRecipe = { version: VERSION, codec };
      await expect(bzImage(recipe).then(read)).rejects.toThrow(UnsupportedError);
      await expect(zbootImage(recipe).then(read)).rejects.toThrow(UnsupportedError);
    }
  });

  it('is built the same each time', async () => {
    for (const codec of CODECS) expect(await bzImage({ version: VERSION, codec })).toEqual(await bzImage({ version: VERSION, codec }));
  });
});

describeOracle("Debian's kernel", toolsFor('apt-get', 'dpkg-deb', 'xz', 'file', 'zstd', 'lz4'), () => {
  let boot = '';
  let release = '';
  beforeAll(async () => {
    boot = await debianFolder('linux-image-amd64', 'boot');
    release = readdirSync(boot)
      .find((name) => name.startsWith('vmlinuz-'))!
      .slice('vmlinuz-'.length);
  });

  it('has the release of its package in header and banner, the version that file prints, and no IKCONFIG', () => {
    const path = join(boot, `vmlinuz-${release}`);
    const kernel = read(readFileSync(path));
    expect(kernel).toMatchObject({
      header: { kind: 'bzImage', architecture: 'x86_64', hasEfiStub: true },
      headerRelease: release,
      banner: { release },
      releasesAgree: true,
    });
    const { header } = kernel;
    const version = header.kind === 'bzImage' ? header.kernelVersion : undefined;
    expect(execFileSync('file', ['-b', path], { encoding: 'utf8' })).toContain(`version ${version},`);
    expect(kernel.config).toBeUndefined();
    expect(readFileSync(join(boot, `config-${release}`), 'utf8')).toContain('# CONFIG_IKCONFIG is not set');
  });

  it.each(CODECS)("whose configuration is embedded with %s gives back the package's file", async (codec) => {
    const config = readFileSync(join(boot, `config-${release}`), 'utf8');
    for (const build of [bzImage, zbootImage]) expect(read(await build({ version: release, config, codec })).config?.text).toBe(config);
  });

  it("parses the package's configuration: as many options as grep counts, none malformed", () => {
    const path = join(boot, `config-${release}`);
    const { options, overridden, architecture } = parseKernelConfig(readFileSync(path, 'utf8'), { path });
    const grep = (pattern: string) => Number(execFileSync('grep', ['-cE', pattern, path], { encoding: 'utf8' }));
    expect(architecture).toBe('x86');
    expect(overridden).toEqual([]);
    const count = (type: string, value?: string) => options.filter((option) => option.type === type && (value === undefined || option.value === value)).length;
    expect(count('tristate', 'y')).toBe(grep('^CONFIG_[A-Z0-9a-z_]+=y$'));
    expect(count('tristate', 'm')).toBe(grep('^CONFIG_[A-Z0-9a-z_]+=m$'));
    expect(count('tristate', 'n')).toBe(grep('^# CONFIG_[A-Z0-9a-z_]+ is not set$'));
    expect(count('string')).toBe(grep('^CONFIG_[A-Z0-9a-z_]+="'));
    expect(count('hex')).toBe(grep('^CONFIG_[A-Z0-9a-z_]+=0x'));
    expect(count('number')).toBe(grep('^CONFIG_[A-Z0-9a-z_]+=-?[0-9]+$'));
  });
});
