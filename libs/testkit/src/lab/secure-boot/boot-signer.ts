import type { ImageRecipe, SigningRecipe } from '../recipe.ts';
import { type KeyProfile, keyProfile } from './key-profile.ts';
import { detachedSignature } from './openpgp.ts';
import { signProgram } from './sign-program.ts';

type Files = Readonly<Record<string, Uint8Array>>;
type Role = 'shim' | 'code' | 'uki';

const SHIM = /^\/EFI\/BOOT\/boot(?:x64|aa64)\.efi$/;
const UNREAD_BYTE = 2; // e_cblp of the DOS header
const DOS_HEADER = 64;
const NEW_HEADER_AT = 0x3c; // e_lfanew
const OPTIONAL_HEADER_END = 24 + 112 + 5 * 8; // with the entry of the certificate table

/** Signs what a build with Secure Boot signs (anatomy 5.7, anatomy-2026 section 4.7). */
export interface BootSigner {
  /** Every PE file among those of the ESP. */
  espPrograms(files: Files): Record<string, Uint8Array>;
  /** A kernel or a UKI; what is no program stays as it is. */
  program(path: string, bytes: Uint8Array, role: Role): Uint8Array;
  /** The detached signature of grub.cfg; undefined when there is none. */
  configuration(path: string, content: Uint8Array): Uint8Array | undefined;
}

export function bootSigner({ signing, time }: Pick<ImageRecipe, 'signing' | 'time'>): BootSigner {
  return signing === undefined ? NO_SIGNER : new ProfileSigner(signing, time);
}

const NO_SIGNER: BootSigner = { espPrograms: (files) => ({ ...files }), program: (_, bytes) => bytes, configuration: () => undefined };

class ProfileSigner implements BootSigner {
  readonly #signing: SigningRecipe;
  readonly #time: number;

  constructor(signing: SigningRecipe, time: number) {
    this.#signing = signing;
    this.#time = time;
  }

  espPrograms(files: Files): Record<string, Uint8Array> {
    return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, this.program(path, bytes, roleOf(path))]));
  }

  program(path: string, bytes: Uint8Array, role: Role): Uint8Array {
    if (this.#signing.unsigned.includes(path) || !isProgram(bytes)) return bytes;
    const signed = this.#profilesOf(path).reduce<Buffer>((file, keys) => signProgram(file, keys[role], this.#time), Buffer.from(bytes));
    if (this.#signing.stale.includes(path)) signed[UNREAD_BYTE]! ^= 1;
    return signed;
  }

  configuration(path: string, content: Uint8Array): Uint8Array | undefined {
    if (this.#signing.unsigned.includes(path)) return undefined;
    const signed = this.#signing.stale.includes(path) ? Buffer.concat([content, Buffer.from('\n')]) : content;
    return Buffer.concat(this.#profilesOf(path).map(({ config }) => detachedSignature(signed, config, this.#time)));
  }

  #profilesOf(path: string): readonly KeyProfile[] {
    return (this.#signing.by?.[path] ?? [this.#signing.keys]).map(keyProfile);
  }
}

function roleOf(path: string): Role {
  return SHIM.test(path) ? 'shim' : 'code';
}

/** A PE32+ file whose headers lie inside it: others cannot be signed. */
export function isProgram(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes);
  if (file.length < DOS_HEADER || file.toString('latin1', 0, 2) !== 'MZ') return false;
  const header = file.readUInt32LE(NEW_HEADER_AT);
  return header + OPTIONAL_HEADER_END <= file.length && file.toString('latin1', header, header + 4) === 'PE\0\0';
}
