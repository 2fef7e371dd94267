import { describeUndecided, readPolicy, type SelinuxPolicy } from '@staticfire/analyze/selinux/assertions';
import type { Unreadable } from '@staticfire/facts';

/** By the bytes of a file, which one run of derivations shares. */
const decoded = new WeakMap<Uint8Array, SelinuxPolicy>();

/** What `look` makes of the policy that a fact names; why it is not known when facts do not carry it along, or it cannot be read or asked. */
export function askPolicy<T>(
  { path, sha256 }: { readonly path: string; readonly sha256: string },
  file: (sha256: string) => Uint8Array | undefined,
  look: (policy: SelinuxPolicy) => T,
): T | Unreadable {
  const bytes = file(sha256);
  if (bytes === undefined) return unreadable(path, 'the facts do not carry the policy along');
  try {
    const policy = decoded.get(bytes) ?? readPolicy({ path, bytes });
    decoded.set(bytes, policy);
    return look(policy);
  } catch (error) {
    const undecided = describeUndecided(error);
    if (undecided === undefined) throw error;
    return unreadable(path, undecided.reason);
  }
}

function unreadable(structure: string, message: string): Unreadable {
  return { $unreadable: { kind: 'unsupported', structure, message } };
}
