import type { PeSection } from '../bytes/pe-file.ts';
import type { KeyProfile } from './key-profile.ts';

const RESERVED = 4096;
const HEADER = 16;

/** What the packages of shim and GRUB leave room for, and a signing build fills (anatomy 5.7). */
export function keySections(program: string, keys: KeyProfile | undefined): PeSection[] {
  if (program === 'shim') return [{ name: '.vendor_cert', bytes: padded(vendorTable(keys?.vendor.der ?? Buffer.alloc(0))) }];
  if (program === 'GRUB' && keys !== undefined) return [{ name: '.pubkey', bytes: padded(keys.configPublicKey) }];
  return [];
}

/** shim's cert_table: lengths of the certificate and of revocations, then where each starts. */
function vendorTable(certificate: Buffer): Buffer {
  const header = Buffer.alloc(HEADER);
  for (const [index, word] of [certificate.length, 0, HEADER, HEADER + certificate.length].entries()) header.writeUInt32LE(word, index * 4);
  return Buffer.concat([header, certificate]);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes], Math.max(RESERVED, bytes.length));
}
