import type { ByteView } from '../../bytes/index.ts';
import { u16 } from './packets.ts';

export type OpenPgpKeyAlgorithm = 'rsa' | 'dsa' | 'ecdsa' | 'eddsa' | 'elgamal' | 'ecdh' | 'other';

/** Numbers are big-endian, as they are stored. */
export type OpenPgpMaterial =
  | { readonly kind: 'rsa'; readonly modulus: Uint8Array; readonly exponent: Uint8Array }
  | { readonly kind: 'dsa'; readonly p: Uint8Array; readonly q: Uint8Array; readonly g: Uint8Array; readonly y: Uint8Array }
  /** A point on a curve, its object identifier as hex of its content. */
  | { readonly kind: 'curve'; readonly curve: string; readonly point: Uint8Array };

const ALGORITHMS: Readonly<Record<number, OpenPgpKeyAlgorithm>> = {
  1: 'rsa',
  2: 'rsa',
  3: 'rsa',
  16: 'elgamal',
  17: 'dsa',
  18: 'ecdh',
  19: 'ecdsa',
  22: 'eddsa',
};

/** RFC 4880, section 9.1, and RFC 6637, section 5; EdDSA as GnuPG has it. */
export function keyAlgorithm(id: number): OpenPgpKeyAlgorithm {
  return ALGORITHMS[id] ?? 'other';
}

/** The numbers of a public key that signs, which start at `at`; undefined for other algorithms. RFC 4880, section 5.5.2; RFC 6637, section 9. */
export function readMaterial(view: ByteView, at: number, algorithm: OpenPgpKeyAlgorithm): OpenPgpMaterial | undefined {
  if (algorithm === 'rsa') {
    const [modulus, exponent] = readNumbers(view, at, 2);
    return { kind: 'rsa', modulus: modulus!, exponent: exponent! };
  }
  if (algorithm === 'dsa') {
    const [p, q, g, y] = readNumbers(view, at, 4);
    return { kind: 'dsa', p: p!, q: q!, g: g!, y: y! };
  }
  if (algorithm !== 'ecdsa' && algorithm !== 'eddsa') return undefined;
  const length = view.u8(at);
  if (length === 0 || length === 0xff) throw view.error('curve', at, length, 'a length of 1 to 254');
  const [point] = readNumbers(view, at + 1 + length, 1);
  return { kind: 'curve', curve: Buffer.from(view.slice(at + 1, length)).toString('hex'), point: point! };
}

/** So many multiprecision integers, one behind the other (section 3.2). */
export function readNumbers(view: ByteView, at: number, count: number): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let index = 0, start = at; index < count; index++) {
    const length = Math.ceil(u16(view, start) / 8);
    found.push(view.slice(start + 2, length));
    start += 2 + length;
  }
  return found;
}

/** Of what makes a key strong or weak: modulus or prime; undefined for curves. */
export function bitsOf(material: OpenPgpMaterial | undefined): number | undefined {
  if (material === undefined || material.kind === 'curve') return undefined;
  const number = material.kind === 'rsa' ? material.modulus : material.p;
  const start = number.findIndex((byte) => byte !== 0);
  return start < 0 ? 0 : (number.length - start) * 8 - Math.clz32(number[start]!) + 24;
}
