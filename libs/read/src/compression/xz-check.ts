import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc64 } from './crc64.ts';

/** A check under way. */
export interface RunningCheck {
  update(bytes: Uint8Array): void;
  /** As it is stored: little-endian where it is a number. */
  digest(): Buffer;
}

/** The integrity check after each block. */
export interface XzCheck {
  /** In the stream flags (.xz file format 2.1.1.2). */
  readonly id: number;
  readonly name: string;
  readonly length: number;
  readonly start: () => RunningCheck;
}

const CHECKS: readonly XzCheck[] = [
  { id: 0x00, name: 'none', length: 0, start: () => ({ update() {}, digest: () => Buffer.alloc(0) }) },
  { id: 0x01, name: 'CRC32', length: 4, start: startCrc32 },
  { id: 0x04, name: 'CRC64', length: 8, start: startCrc64 },
  { id: 0x0a, name: 'SHA-256', length: 32, start: startSha256 },
];

/** Undefined for the ids that are reserved. */
export function findXzCheck(id: number): XzCheck | undefined {
  return CHECKS.find((check) => check.id === id);
}

function startCrc32(): RunningCheck {
  let checksum = 0;
  return {
    update(bytes) {
      checksum = crc32(bytes, checksum);
    },
    digest() {
      const stored = Buffer.alloc(4);
      stored.writeUInt32LE(checksum);
      return stored;
    },
  };
}

function startCrc64(): RunningCheck {
  const checksum = new Crc64();
  return {
    update(bytes) {
      checksum.update(bytes);
    },
    digest() {
      const stored = Buffer.alloc(8);
      stored.writeBigUInt64LE(checksum.digest());
      return stored;
    },
  };
}

function startSha256(): RunningCheck {
  const hash = createHash('sha256');
  return {
    update(bytes) {
      hash.update(bytes);
    },
    digest: () => hash.digest(),
  };
}
