import { createHash } from 'node:crypto';
import { decodeText, FormatError } from '../../bytes/index.ts';
import { type BlockSource, readBytes } from '../block-source.ts';
import type { TarMember } from './tar-members.ts';

const STRUCTURE = 'OVA manifest';
const MAX_LENGTH = 2 ** 20;
const CHUNK = 2 ** 20;
const LINE = /^(SHA1|SHA256|SHA512)\s?\((.+)\)\s?=\s?([0-9a-fA-F]+)$/;

/**
 * Compares every member with its digest in the manifest (DSP0243, section 5.1): one that is another, one that is not there and one that
 * the manifest leaves out are FormatErrors. The manifest itself and what signs it are left out.
 */
export function verifyOvaManifest(file: BlockSource, manifest: TarMember, members: readonly TarMember[]): void {
  const digests = readManifest(file, manifest);
  for (const [name, { algorithm, digest, line }] of digests) {
    const member = members.find((each) => each.name === name);
    if (member === undefined) throw wrong(file, manifest, line, `${JSON.stringify(name)} is not in the archive`);
    const found = hashMember(file, member, algorithm);
    if (found !== digest) throw wrong(file, manifest, line, `${algorithm} of ${JSON.stringify(name)} is another`, found, digest);
  }
  const left = members.find(({ name }) => name !== manifest.name && !name.endsWith('.cert') && !digests.has(name));
  if (left !== undefined) throw wrong(file, manifest, undefined, `it does not tell of ${JSON.stringify(left.name)}`);
}

interface Digest {
  readonly algorithm: string;
  readonly digest: string;
  readonly line: number;
}

function readManifest(file: BlockSource, manifest: TarMember): ReadonlyMap<string, Digest> {
  const digests = new Map<string, Digest>();
  const bytes = readBytes(file, manifest.offset, Math.min(manifest.length, MAX_LENGTH + 1));
  for (const [index, text] of decodeText(bytes, STRUCTURE, MAX_LENGTH).split(/\r?\n/).entries()) {
    if (text.trim() === '') continue;
    const [, algorithm, name, digest] = LINE.exec(text.trim()) ?? [];
    if (algorithm === undefined) throw wrong(file, manifest, index + 1, 'no digest, such as SHA256(name)= hex');
    if (digests.has(name!)) throw wrong(file, manifest, index + 1, `${JSON.stringify(name)} is there twice`);
    digests.set(name!, { algorithm, digest: digest!.toLowerCase(), line: index + 1 });
  }
  return digests;
}

function hashMember(file: BlockSource, { offset, length }: TarMember, algorithm: string): string {
  const hash = createHash(algorithm.toLowerCase());
  const chunk = new Uint8Array(Math.min(CHUNK, length));
  for (let done = 0; done < length; done += chunk.length) {
    const part = chunk.subarray(0, Math.min(chunk.length, length - done));
    file.readInto(part, offset + done);
    hash.update(part);
  }
  return hash.digest('hex');
}

function wrong(file: BlockSource, manifest: TarMember, line: number | undefined, message: string, found?: string, expected?: string): FormatError {
  return new FormatError({
    structure: STRUCTURE,
    ...(line === undefined ? {} : { field: `line ${line}` }),
    offset: file.origin + manifest.offset,
    message,
    ...(found === undefined ? {} : { found }),
    ...(expected === undefined ? {} : { expected }),
  });
}
