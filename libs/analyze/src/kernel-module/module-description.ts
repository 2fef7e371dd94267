import type { SignatureHash, SignerInfo } from '@staticfire/read/bytes';
import type { ModinfoEntry } from '@staticfire/read/formats/kernel-module';

/** What a module says of itself; a member that it does not say is left out. */
export interface ModuleDescription {
  /** The kernel that it was built for, and how. */
  readonly vermagic?: string;
  readonly license?: string;
  /** Names of modules that it needs, as modinfo shows them. */
  readonly depends: readonly string[];
}

/** The first of each, as the kernel takes it (Linux kernel/module/main.c, `get_modinfo`). */
export function describeModule(entries: readonly ModinfoEntry[]): ModuleDescription {
  const first = (key: string) => entries.find((entry) => entry.key === key)?.value;
  const [vermagic, license] = [first('vermagic'), first('license')];
  return {
    ...(vermagic === undefined ? {} : { vermagic: vermagic.trim() }),
    ...(license === undefined ? {} : { license }),
    depends: (first('depends') ?? '').split(',').filter((name) => name !== ''),
  };
}

export interface SignerDescription {
  /** CN of the key's issuer. */
  readonly signer?: string;
  /** Serial number of its certificate or, where the signature has that, its key identifier; lower-case hex. */
  readonly keyId: string;
  /** Name of the digest, or its object identifier. */
  readonly hash: SignatureHash | string;
}

/** A signer as modinfo shows it: `signer`, `sig_key`, `sig_hashalgo`. */
export function describeSigner({ issuer, keyId, hash, digestOid }: SignerInfo): SignerDescription {
  return {
    ...(issuer?.commonName === undefined ? {} : { signer: issuer.commonName }),
    keyId: issuer?.serial ?? keyId ?? '',
    hash: hash ?? digestOid,
  };
}
