import { looksSecret } from '@staticfire/analyze/secrets';
import { type BankName, type Blob, MAX_BLOBS, toBlob } from '@staticfire/facts';

/** A file that a collector keeps whole. */
export interface KeptFile {
  readonly bytes: Uint8Array;
  /** Of the bytes. */
  readonly sha256: string;
}

/** The fact that names the files. */
interface Owner {
  readonly name: string;
  readonly bank?: BankName;
}

/** What all collectors of a scan keep, whatever the order in which they run. A file in which something of a secret stands is not kept. */
export class BlobList {
  readonly #byOwner = new Map<string, readonly KeptFile[]>();

  add({ name, bank }: Owner, files: readonly KeptFile[]): void {
    const kept = files.filter(({ bytes }) => bytes.length <= MAX_BLOBS && !looksSecret(latin1(bytes)));
    this.#byOwner.set(keyOf(name, bank), kept);
  }

  /**
   * Each file once, sorted by digest. Files of the judged bank come first, then those of the other one, both in the order of `names` and
   * of each collector; what would make it more than 6 MiB is left out. None → undefined.
   */
  sorted(names: readonly string[], judgedBank: BankName | undefined): readonly Blob[] | undefined {
    const blobs = new Map<string, Blob>();
    let length = 0;
    for (const { bytes, sha256 } of this.#inOrder(names, judgedBank)) {
      if (blobs.has(sha256) || length + bytes.length > MAX_BLOBS) continue;
      length += bytes.length;
      blobs.set(sha256, toBlob(bytes, sha256));
    }
    return blobs.size === 0 ? undefined : [...blobs.values()].sort((one, other) => (one.sha256 < other.sha256 ? -1 : 1));
  }

  #inOrder(names: readonly string[], judgedBank: BankName | undefined): readonly KeptFile[] {
    const banks = judgedBank === 'B' ? (['B', 'A'] as const) : (['A', 'B'] as const);
    return [undefined, ...banks].flatMap((bank) => names.flatMap((name) => this.#byOwner.get(keyOf(name, bank)) ?? []));
  }
}

function keyOf(name: string, bank: BankName | undefined): string {
  return `${bank ?? ''}\0${name}`;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
