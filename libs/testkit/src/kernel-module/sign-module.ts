import { sign } from 'node:crypto';
import type { LabCertificate } from '../lab/secure-boot/certificate.ts';
import { signedModule, signerInfo } from './signed-module.ts';

const DIGESTS = { sha256: '2.16.840.1.101.3.4.2.1', sha512: '2.16.840.1.101.3.4.2.3' } as const;

/** A kernel module with a signature as a kernel's build makes it (Linux scripts/sign-file.c): PKCS#7 without attributes and certificates. */
export function signModule(content: Uint8Array, { issuer, serial, key }: LabCertificate, digest: keyof typeof DIGESTS = 'sha512'): Buffer {
  const signature = sign(digest, content, key.privateKey);
  return signedModule(content, { signers: [signerInfo({ issuer, serial, digest: DIGESTS[digest], signature })] });
}
