const ENTRY = 32;
const NAME = 11;
const FIRST_CLUSTER_AT = 26;

/** A FAT16 filesystem as mkfs.vfat makes it, by the numbers in its boot sector. */
export class FatPlace {
  readonly #bytes: Buffer;
  readonly clusters: number;
  readonly #fatOffsets: readonly number[];

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    const sector = bytes.readUInt16LE(11);
    const reserved = bytes.readUInt16LE(14);
    const fatSectors = bytes.readUInt16LE(22);
    const rootSectors = (bytes.readUInt16LE(17) * ENTRY) / sector;
    const fats = bytes.readUInt8(16);
    const sectors = bytes.readUInt16LE(19) || bytes.readUInt32LE(32);
    this.clusters = Math.floor((sectors - reserved - fats * fatSectors - rootSectors) / bytes.readUInt8(13));
    if (this.clusters < 4085) throw new Error('this is FAT12, whose entries have another width');
    this.#fatOffsets = Array.from({ length: fats }, (_, copy) => (reserved + copy * fatSectors) * sector);
  }

  /** The first directory entry with these 11 bytes of name. */
  entryOf(name: string): number {
    const at = this.#bytes.indexOf(name.padEnd(NAME), 0, 'latin1');
    if (at < 0 || at % ENTRY !== 0) throw new Error(`no directory entry has the name '${name}'`);
    return at;
  }

  firstCluster(name: string): number {
    return this.#bytes.readUInt16LE(this.entryOf(name) + FIRST_CLUSTER_AT);
  }

  setFirstCluster(name: string, cluster: number): void {
    this.#bytes.writeUInt16LE(cluster, this.entryOf(name) + FIRST_CLUSTER_AT);
  }

  /** Of both FATs, or of the first `copies`. */
  setNext(cluster: number, next: number, copies = this.#fatOffsets.length): void {
    for (const offset of this.#fatOffsets.slice(0, copies)) this.#bytes.writeUInt16LE(next, offset + cluster * 2);
  }
}
