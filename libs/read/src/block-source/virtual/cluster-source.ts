import { type BlockSource, checkRange, type SourceDescription } from '../block-source.ts';
import { BlockCache, CACHE_BYTES } from '../compressed/block-cache.ts';
import { type ClusterMap, ZERO_CLUSTER } from './cluster-map.ts';

/** How the file tells where the clusters are. */
export type VirtualFormat = 'qcow2' | 'vmdk';

/**
 * Random access to a virtual disk in `file`: what lies together is read in one call, compressed clusters are inflated and the last ones
 * kept, `cacheBytes` of them. Its origin is 0: offsets in errors of readers are those in the disk. Closing it leaves `file` open.
 */
export function clusterSource(file: BlockSource, map: ClusterMap, format: VirtualFormat, cacheBytes = CACHE_BYTES): BlockSource {
  const clusters = new ClusterReader(file, map, cacheBytes);
  const source: BlockSource = {
    length: map.length,
    origin: 0,
    readInto(target, offset) {
      checkRange(source, offset, target.length);
      clusters.readInto(target, offset);
    },
    readVector(targets, offset) {
      const length = targets.reduce((sum, target) => sum + target.length, 0);
      checkRange(source, offset, length);
      clusters.readVector(targets, offset, length);
    },
    describe: (): SourceDescription => ({ kind: 'virtual', format, file: file.describe(), offset: 0, length: map.length }),
    close: () => clusters.close(),
  };
  return source;
}

class ClusterReader {
  readonly #file: BlockSource;
  readonly #map: ClusterMap;
  readonly #size: number;
  readonly #cache: BlockCache;

  constructor(file: BlockSource, map: ClusterMap, cacheBytes: number) {
    this.#file = file;
    this.#map = map;
    this.#size = map.clusterSize;
    this.#cache = new BlockCache(map.clusterSize, cacheBytes);
  }

  readInto(target: Uint8Array, offset: number): void {
    for (let done = 0; done < target.length; ) done += this.#readSome(target.subarray(done), offset + done);
  }

  readVector(targets: readonly Uint8Array[], offset: number, length: number): void {
    const end = offset + length;
    for (let index = 0, at = offset; index < targets.length; ) {
      let count = this.#readTargets(targets, index, at, end - at);
      if (count === 0) {
        this.readInto(targets[index]!, at);
        count = 1;
      }
      for (; count > 0; count--) at += targets[index++]!.length;
    }
  }

  close(): void {
    this.#cache.clear();
    this.#map.close();
  }

  /** How many targets from `index` on lie in one run of the file; those it fills. */
  #readTargets(targets: readonly Uint8Array[], index: number, at: number, wanted: number): number {
    const cluster = Math.floor(at / this.#size);
    const start = this.#map.locate(cluster);
    if (start < 0) return 0;
    const inside = at - cluster * this.#size;
    const run = Math.min(this.#runLength(cluster, start, inside, wanted), this.#file.length - start - inside);
    let after = index;
    for (let length = 0; after < targets.length; after++) {
      length += targets[after]!.length;
      if (length > run) break;
    }
    if (after > index) this.#file.readVector(targets.slice(index, after), start + inside);
    return after - index;
  }

  /** Fills the start of `target` with what is in one run, or in one cluster; returns its length. */
  #readSome(target: Uint8Array, at: number): number {
    const cluster = Math.floor(at / this.#size);
    const inside = at - cluster * this.#size;
    const start = this.#map.locate(cluster);
    if (start >= 0) return this.#readPlain(target.subarray(0, this.#runLength(cluster, start, inside, target.length)), start + inside);
    const part = target.subarray(0, this.#size - inside);
    if (start === ZERO_CLUSTER) part.fill(0);
    else if (part.length === this.#size) this.#map.inflate(cluster, part);
    else part.set(this.#cache.get(cluster, (whole) => this.#map.inflate(cluster, whole)).subarray(inside, inside + part.length));
    return part.length;
  }

  #readPlain(target: Uint8Array, position: number): number {
    const there = Math.max(0, Math.min(target.length, this.#file.length - position));
    if (there > 0) this.#file.readInto(target.subarray(0, there), position);
    target.fill(0, there);
    return target.length;
  }

  /** Of the bytes from `inside` a plain cluster on that follow one another in the file; at most `wanted`. */
  #runLength(cluster: number, start: number, inside: number, wanted: number): number {
    let length = this.#size - inside;
    for (let next = cluster + 1; length < wanted && this.#map.locate(next) === start + (next - cluster) * this.#size; next++) length += this.#size;
    return Math.min(length, wanted);
  }
}
