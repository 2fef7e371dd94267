import type { ImageRecipe, SigningRecipe } from '../recipe.ts';
import { type KeyProfile, keyProfile } from './key-profile.ts';
import { detachedSignature } from './openpgp.ts';
import { signProgram } from './sign-program.ts';

type Files = Readonly<Record<string, Uint8Array>>;
type Role = 'shim' | 'code' | 'uki';

const SHIM = /^\/EFI\/BOOT\/boot(?:x64|aa64)\.efi$/;
const UNREAD_BYTE = 2; // e_cblp of the DOS header

/** Signs what a build with Secure Boot signs (anatomy 5.7, anatomy-2026 section 4.7). */
export interface BootSigner {
  /** Every PE file among those of the ESP. */
  espPrograms(files: Files): Record<string, Uint8Array>;
  /** A kernel or a UKI. */
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
  readonly #keys: KeyProfile;
  readonly #time: number;

  constructor(signing: SigningRecipe, time: number) {
    this.#signing = signing;
    this.#keys = keyProfile(signing.keys);
    this.#time = time;
  }

  espPrograms(files: Files): Record<string, Uint8Array> {
    const signed = Object.entries(files).map(([path, bytes]) => [path, isProgram(bytes) ? this.program(path, bytes, roleOf(path)) : bytes] as const);
    return Object.fromEntries(signed);
  }

  program(path: string, bytes: Uint8Array, role: Role): Uint8Array {
    if (this.#signing.unsigned.includes(path)) return bytes;
    const signed = signProgram(bytes, this.#keys[role], this.#time);
    if (this.#signing.stale.includes(path)) signed[UNREAD_BYTE]! ^= 1;
    return signed;
  }

  configuration(path: string, content: Uint8Array): Uint8Array | undefined {
    if (this.#signing.unsigned.includes(path)) return undefined;
    const signed = this.#signing.stale.includes(path) ? Buffer.concat([content, Buffer.from('\n')]) : content;
    return detachedSignature(signed, this.#keys.config, this.#time);
  }
}

function roleOf(path: string): Role {
  return SHIM.test(path) ? 'shim' : 'code';
}

function isProgram(bytes: Uint8Array): boolean {
  return bytes[0] === 0x4d && bytes[1] === 0x5a;
}
