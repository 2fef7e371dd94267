import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toolPath } from '../tool-path.ts';
import { runTool } from './run-tool.ts';

/** SHA-256 of plain data: object keys in the order given, bytes by their own SHA-256. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, bytesByDigest)).digest('hex');
}

export async function digestFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

let builder: Promise<string> | undefined;

/** What builds images: the sources of this folder, those of the policy and the versions of the tools they run. */
export function builderDigest(): Promise<string> {
  builder ??= describeBuilder().then(digestOf);
  return builder;
}

async function describeBuilder(): Promise<unknown> {
  const folders = ['', 'bytes', 'secure-boot', '../selinux/bottlerocket'].map((name) => join(import.meta.dirname, name));
  return { sources: (await Promise.all(folders.map(sourcesIn))).flat(), tools: await toolVersions() };
}

async function sourcesIn(folder: string): Promise<string[][]> {
  const names = (await readdir(folder)).filter((name) => /(?<!\.spec)\.ts$/.test(name)).sort();
  return Promise.all(names.map(async (name) => [name, digestOf(await readFile(join(folder, name)))]));
}

/** The first line each tool says about itself. */
export async function toolVersions(): Promise<Record<string, string>> {
  const questions: [string, string][] = [
    ['mke2fs', '-V'],
    ['debugfs', '-V'],
    ['sgdisk', '-V'],
    ['veritysetup', '--version'],
    ['mcopy', '-V'],
    ['mkfs.vfat', '--help'],
    ['mkfs.erofs', '--version'],
    ['mksquashfs', '-version'],
    ['mkfs.xfs', '-V'],
    ['lz4', '--version'],
    ['zstd', '--version'],
  ];
  const installed = questions.filter(([tool]) => toolPath(tool) !== undefined);
  return Object.fromEntries(await Promise.all(installed.map(async ([tool, flag]) => [tool, await firstLine(tool, flag)])));
}

async function firstLine(tool: string, flag: string): Promise<string> {
  const { stdout, stderr } = await runTool(tool, [flag], { accept: [1] });
  return (stdout || stderr).split('\n')[0] ?? '';
}

function bytesByDigest(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return createHash('sha256').update(value).digest('hex');
  if (isBufferJson(value)) return createHash('sha256').update(Buffer.from(value.data)).digest('hex');
  return value;
}

/** Buffer's own toJSON runs before the replacer sees the buffer. */
function isBufferJson(value: unknown): value is { type: 'Buffer'; data: number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value && Array.isArray(value.data);
}
