import { constants, createHash, privateEncrypt } from 'node:crypto';
import type { LabKey } from './rsa-key.ts';

const DIGEST = 32;
const HEADER = Buffer.alloc(8);

/** RSASSA-PSS with SHA-256 (RFC 8017, sections 8.1 and 9.1), its salt of 32 bytes from the message, so that one message has one signature. */
export function signPss({ privateKey, modulus }: LabKey, message: Uint8Array): Buffer {
  const digest = sha256(message);
  const salt = sha256(Buffer.from('salt'), digest);
  const hash = sha256(HEADER, digest, salt);
  const block = Buffer.alloc(modulus.length - DIGEST - 1);
  block.writeUInt8(1, block.length - DIGEST - 1);
  salt.copy(block, block.length - DIGEST);
  const masked = block.map((byte, index) => byte ^ mask(hash, index));
  masked[0]! &= 0x7f;
  return privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, Buffer.concat([masked, hash, Buffer.of(0xbc)]));
}

/** Byte `index` of MGF1 (appendix B.2.1). */
function mask(seed: Buffer, index: number): number {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(Math.floor(index / DIGEST));
  return sha256(seed, counter)[index % DIGEST]!;
}

function sha256(...parts: Uint8Array[]): Buffer {
  return parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
}
