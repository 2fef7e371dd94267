import { createHmac } from 'node:crypto';
import type { BlockSource } from '../../block-source/index.ts';
import { FormatError, LimitError } from '../../bytes/index.ts';

/** One line of an HMAC file: `.vmlinuz.hmac`, `.bottlerocket.efi.hmac`. */
export interface KernelHmac {
  /** 128 hexadecimal digits, lower case. */
  readonly digest: string;
  /** As written: `vmlinuz`, `EFI/BOOT/BOOTX64.EFI`. Relative to /boot. */
  readonly fileName: string;
}

export interface KernelHmacOptions {
  /** Names the file in errors. */
  readonly path: string;
}

export interface HmacComparison {
  readonly matches: boolean;
  /** What the file's bytes give: 128 hexadecimal digits, lower case. */
  readonly computed: string;
}

/** The fixed key of the sha512hmac tool (hmaccalc, libkcapi apps/kcapi-hasher.c): it protects against accidents only. */
const KEY = 'FIPS-FTW-RHT2009';
const MAX_LENGTH = 4096 + 128 + 4; // the longest line that the tool reads
const CHUNK = 1024 * 1024;
const LINE = /^([0-9a-fA-F]{128})[ \t][ \t*]([\x20-\x7e]+)$/;

/**
 * The one line that sha512hmac writes and `sha512hmac -c` reads: digest, two separators (the second may be `*`), file name.
 * Anything else, a second line included, is a FormatError.
 */
export function parseKernelHmac(text: string, { path }: KernelHmacOptions): KernelHmac {
  if (text.length > MAX_LENGTH) throw new LimitError({ structure: path, field: 'length', found: text.length, expected: `at most ${MAX_LENGTH}` });
  const [, digest, fileName] = LINE.exec(text.replace(/\r?\n$/, '')) ?? [];
  if (digest !== undefined && fileName !== undefined) return { digest: digest.toLowerCase(), fileName };
  throw new FormatError({ structure: path, found: JSON.stringify(text.slice(0, 160)), expected: '128 hexadecimal digits, two spaces, a file name' });
}

/** HMAC-SHA-512 of the whole source with the tool's key, in hexadecimal. */
export function hmacOf(source: BlockSource): string {
  return hmacWith('sha512', KEY, source);
}

/** Keys of the tools that write HMAC files (hmaccalc, fipscheck, libkcapi apps/kcapi-hasher.c). */
export const HMAC_KEYS = { hmaccalc: KEY, fipscheck: 'orboDeJITITejsirpADONivirpUkvarP' } as const;

/** In hexadecimal. Holds one MiB at a time. */
export function hmacWith(hash: 'sha256' | 'sha512', key: string, source: BlockSource): string {
  const hmac = createHmac(hash, key);
  const buffer = new Uint8Array(Math.min(CHUNK, source.length));
  for (let at = 0; at < source.length; at += buffer.length) {
    const chunk = buffer.subarray(0, Math.min(buffer.length, source.length - at));
    source.readInto(chunk, at);
    hmac.update(chunk);
  }
  return hmac.digest('hex');
}

/** Recomputes the HMAC of the file that `hmac` names. */
export function compareHmac(hmac: KernelHmac, source: BlockSource): HmacComparison {
  const computed = hmacOf(source);
  return { matches: computed === hmac.digest, computed };
}
