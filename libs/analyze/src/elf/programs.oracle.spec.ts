import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memorySource } from '@staticfire/read/block-source';
import { type ElfFile, readElf } from '@staticfire/read/formats/elf';
import { debianFolder, describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CRYPTO_TEXTS } from './crypto-markers.ts';
import { findCrypto } from './find-crypto.ts';
import { readGoProgram } from './read-go-program.ts';
import { readRustProgram } from './read-rust-program.ts';

const TIMEOUT = 240_000;
const MODULES = join(import.meta.dirname, '../../../../node_modules');
/** Of npm packages that this repository needs anyway. */
const GO_1_26 = join(MODULES, '@esbuild/linux-x64/bin/esbuild');
const RUST = join(MODULES, '@biomejs/cli-linux-x64/biome');

describeOracle('Go build information against go version -m', toolsFor('go', 'apt-get', 'dpkg-deb'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'staticfire-go-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeAll(() => {
    writeFileSync(join(folder, 'go.mod'), 'module example.invalid/hello\n\ngo 1.19\n');
    writeFileSync(join(folder, 'main.go'), 'package main\n\nvar v = "x"\n\nfunc main() { println(v) }\n');
  });

  it.each([
    ['a plain build', []],
    ['tags and flags with blanks', ['-tags=a,b', '-trimpath', '-ldflags=-X "main.v=1 2" -s -w']],
  ])('%s', { timeout: TIMEOUT }, (name, options) => {
    const file = join(folder, name.replaceAll(' ', '-'));
    const env = { ...process.env, GOFLAGS: '-mod=mod', GOPROXY: 'off', GOCACHE: join(folder, 'cache'), CGO_ENABLED: '0' };
    execFileSync(toolPath('go')!, ['build', ...options, '-o', file, '.'], { cwd: folder, env, timeout: TIMEOUT });
    compare(file);
  });

  it.each([
    ['containerd', 'usr/bin/containerd'],
    ['runc', 'usr/sbin/runc'],
  ])('%s of Debian', { timeout: TIMEOUT }, async (name, path) => {
    const file = join(await debianFolder(name), path);
    compare(file);
  });
});

describeOracle('what toolchains left', { [GO_1_26]: 'esbuild of npm for linux-x64' }, () => {
  it("the checksum of Go's cryptographic module is that of its code and data", () => {
    expect(readGoProgram(open(GO_1_26))).toMatchObject({ fipsModule: 'matches' });
  });

  it('one changed byte of it is seen', () => {
    const bytes = readFileSync(GO_1_26);
    const elf = readElf(memorySource(bytes));
    const info = elf.sections.find(({ name }) => name === '.go.fipsinfo')!;
    const start = bytes.readBigUInt64LE(info.offset + 56);
    const text = elf.segments.find(({ address, fileLength }) => start >= address && start < address + BigInt(fileLength))!;
    bytes[text.offset + Number(start - text.address) + 40]! ^= 1;
    expect(readGoProgram(readElf(memorySource(bytes)))).toMatchObject({ fipsModule: 'differs' });
  });
});

describeOracle('compiler and cryptography against strings', { ...toolsFor('strings', 'readelf', 'openssl'), [RUST]: 'biome of npm for linux-x64' }, () => {
  it('the Rust compiler', () => {
    const comment = execFileSync(toolPath('readelf')!, ['-p', '.comment', RUST], { encoding: 'utf8' });
    const commit = /\/rustc\/([0-9a-f]{40})/.exec(stringsOf(RUST))?.[1];
    expect(readRustProgram(open(RUST))).toEqual({ rustc: /rustc version (\S+)/.exec(comment)?.[1], commit });
  });

  it.each([RUST, GO_1_26, '/usr/lib/x86_64-linux-gnu/libcrypto.so.3', '/usr/lib/x86_64-linux-gnu/libgcrypt.so.20', process.execPath, '/usr/bin/openssl'])(
    '%s',
    (file) => {
      const lines = stringsOf(file);
      const expected = CRYPTO_TEXTS.filter(({ pattern }) => new RegExp(pattern.source.slice(1)).test(lines)).map(({ what }) => what);
      const found = findCrypto(open(file), { needed: [] }, undefined).map(({ library }) => library);
      expect(new Set(found)).toEqual(new Set(expected));
    },
  );
});

function open(file: string): ElfFile {
  return readElf(memorySource(readFileSync(file)));
}

function stringsOf(file: string): string {
  return execFileSync(toolPath('strings')!, ['-a', file], { encoding: 'latin1', maxBuffer: 512 * 1024 * 1024 });
}

/** In the words of `go version -m`, whose lines of settings are those of the file. */
function compare(file: string): void {
  const output = execFileSync(toolPath('go')!, ['version', '-m', file], { encoding: 'utf8' });
  const [first, ...lines] = output.trimEnd().split('\n');
  const info = readGoProgram(open(file))!.buildInfo!;
  expect(info.goVersion).toBe(first!.slice(`${file}: `.length));
  const rows = lines.map((line) => line.slice(1).split('\t'));
  const column = (kind: string): string[][] => rows.filter((row) => row[0] === kind).map((row) => row.slice(1));
  expect(info.path).toBe(column('path')[0]?.[0]);
  const modules = [...(info.main === undefined ? [] : [info.main]), ...info.dependencies];
  expect(modules.map(({ path, version, sum }) => [path, version, sum ?? ''])).toEqual(
    [...column('mod'), ...column('dep')].map(([path, version, sum]) => [path, version, sum ?? '']),
  );
  expect(info.settings.map(({ key }) => key)).toEqual(column('build').map(([setting]) => setting!.split('=')[0]));
  for (const [setting] of column('build')) {
    const [key, value] = [setting!.slice(0, setting!.indexOf('=')), setting!.slice(setting!.indexOf('=') + 1)];
    expect(info.settings.find((each) => each.key === key)!.value).toBe(value.startsWith('"') ? JSON.parse(value) : value);
  }
}
