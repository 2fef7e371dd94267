import type { TufKey } from '@staticfire/read/formats/tuf-root';
import { Key } from '@tufjs/models';

type Signable = Parameters<Key['verifySignature']>[0];

/** Whether a signature, in hexadecimal, is by a key that `readTufKey` reads, over `signed`, which `readyForCanonicalForm` gave. */
export function openVerifier(signed: unknown): (key: TufKey, signature: string) => boolean {
  return ({ keyId, type, scheme, publicKey }, sig) => {
    const key = new Key({ keyID: keyId, keyType: type, scheme, keyVal: { public: publicKey } });
    // The library reads no more of a document than this.
    const document = { signatures: { [keyId]: { sig } }, signed: { toJSON: () => signed } } as unknown as Signable;
    try {
      key.verifySignature(document);
      return true;
    } catch {
      return false;
    }
  };
}
