import type { ImageRecipe, SigningRecipe } from '../lab/recipe.ts';
import { enrolmentFiles, keyProfile } from '../lab/secure-boot/key-profile.ts';

type Change = (base: ImageRecipe) => ImageRecipe;
type Files = Readonly<Record<string, Uint8Array>>;

/** No signature, no key, no certificate anywhere; `esp` is what the ESP then holds beside a UKI. */
export function buildUnsigned(esp: Files): Change {
  return (base) => ({ ...base, signing: undefined, esp });
}

/** Files by absolute path on their partition. */
export function leaveUnsigned(...paths: string[]): Change {
  return changeSigning({ unsigned: paths });
}

/** Files that differ by a bit from what was signed; what states the HMAC of a kernel or UKI is of the changed file. */
export function spoilSigned(...paths: string[]): Change {
  return changeSigning({ stale: paths });
}

/** Keys of the profile that a build makes when it is given none; `esp` are the programs that carry them. */
export function signWithLocalKeys(esp: Files): Change {
  const keys = 'local';
  return (base) => ({ ...changeSigning({ keys })(base), esp: { ...esp, ...enrolmentFiles(keyProfile(keys)) } });
}

function changeSigning(changes: Partial<SigningRecipe>): Change {
  return (base) => {
    if (base.signing === undefined) throw new Error(`${base.name} is not signed`);
    return { ...base, signing: { ...base.signing, ...changes } };
  };
}
