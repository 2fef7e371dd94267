import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { debianFolder, describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import { beforeAll, expect, it } from 'vitest';
import { sliceSource } from '../../block-source/index.ts';
import { openFileSource } from '../../block-source/node/index.ts';
import type { SignerInfo } from '../../bytes/index.ts';
import { readElf, readSection } from '../elf/index.ts';
import { parseModinfo, readModuleSignature } from './index.ts';

const TEN_MINUTES = 600_000;
const BATCH = 250;
const PARAMETER = /^parm(?:type)?$/;
const MAX_MODINFO = 16 * 1024 * 1024;

describeOracle('kernel modules against modinfo', toolsFor('modinfo', 'apt-get', 'dpkg-deb'), () => {
  let files: readonly string[];
  beforeAll(async () => {
    const folder = join(await debianFolder('linux-image-amd64'), 'lib/modules');
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    files = names.filter((name) => name.endsWith('.ko')).map((name) => join(folder, name));
  }, TEN_MINUTES);

  it('every module of Debian’s kernel: what it says of itself, and its signature', { timeout: TEN_MINUTES }, () => {
    let signed = 0;
    for (let at = 0; at < files.length; at += BATCH) {
      const batch = files.slice(at, at + BATCH);
      const expected = modinfo(batch);
      for (const [index, file] of batch.entries()) expect(describeModule(file), file).toEqual(expected[index]);
      signed += expected.filter((lines) => lines.includes('sig_id=PKCS#7')).length;
    }
    expect(files.length).toBeGreaterThan(3500);
    expect(signed).toBe(files.length);
  });
});

/** What modinfo prints of each file, as `key=value`. */
function modinfo(files: readonly string[]): readonly (readonly string[])[] {
  const options = { encoding: 'utf8', timeout: TEN_MINUTES, maxBuffer: 256 * 1024 * 1024 } as const;
  const texts = execFileSync(toolPath('modinfo')!, ['-0', ...files], options)
    .split('filename:       ')
    .slice(1);
  return texts.map((text) => {
    const lines = text.split('\0').slice(1, -1);
    const parameters = lines.flatMap((line) => /^parm: +([^:]+)/.exec(line)?.[1] ?? []);
    return [...lines.filter((line) => !line.startsWith('parm:')), ...parametersLine(parameters)];
  });
}

/** modinfo puts what is said of a parameter together: names alone are compared. */
function parametersLine(names: readonly string[]): readonly string[] {
  return [`parameters: ${[...new Set(names)].sort().join(' ')}`];
}

function describeModule(path: string): readonly string[] {
  const source = openFileSource(path);
  try {
    const signature = readModuleSignature(source);
    const elf = readElf(sliceSource(source, 0, signature?.contentLength ?? source.length));
    const section = readSection(elf, '.modinfo', MAX_MODINFO)!;
    const entries = parseModinfo(section.bytes, section.offset);
    const said = entries.filter(({ key }) => !PARAMETER.test(key)).map(({ key, value }) => `${key}=${value}`);
    const parameters = entries.filter(({ key }) => PARAMETER.test(key)).map(({ value }) => value.replace(/:.*/s, ''));
    return [...said, ...(signature === undefined ? [] : signerLines(signature.signers[0]!)), ...parametersLine(parameters)];
  } finally {
    source.close();
  }
}

function signerLines({ issuer, hash, signature }: SignerInfo): readonly string[] {
  const key = Buffer.from(issuer?.serial ?? '', 'hex');
  return [`sig_id=PKCS#7`, `signer=${issuer?.commonName}`, `sig_key=${colons(key)}`, `sig_hashalgo=${hash}`, `signature=${colons(signature, 20)}`];
}

/** `0A:FF`; a line after so many bytes. */
function colons(bytes: Uint8Array, perLine = Number.POSITIVE_INFINITY): string {
  const pairs = Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
  return pairs.map((pair, index) => `${pair}${index === pairs.length - 1 ? '' : (index + 1) % perLine === 0 ? ':\n\t\t' : ':'}`).join('');
}
