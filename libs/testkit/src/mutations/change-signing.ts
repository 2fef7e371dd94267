import type { ImageRecipe, SigningRecipe } from '../lab/recipe.ts';
import { enrolmentFiles, keyProfile, type ProfileName } from '../lab/secure-boot/key-profile.ts';

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

/** Files that others signed, once with each profile, in this order. */
export function signFilesWith(by: NonNullable<SigningRecipe['by']>): Change {
  return changeSigning({ by });
}

/** Keys of another profile, and the programs on the ESP that carry them; beside a UKI there are none. */
export function signWith(keys: ProfileName, esp: Files): Change {
  return (base) => ({ ...changeSigning({ keys })(base), esp: { ...esp, ...enrolmentFiles(keyProfile(keys)) } });
}

function changeSigning(changes: Partial<SigningRecipe>): Change {
  return (base) => {
    if (base.signing === undefined) throw new Error(`${base.name} is not signed`);
    return { ...base, signing: { ...base.signing, ...changes } };
  };
}
