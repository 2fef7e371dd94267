import { type BlockSource, checkRange } from '../block-source.ts';
import { patienceOf, URL_LIMITS } from './url-limits.ts';
import { URL_BLOCK, type UrlStore, UrlStoreReader } from './url-store.ts';

/**
 * A remote file, or `length` bytes of it from `offset`, read through a store in any thread. Throws UrlError; every read from then on throws it again.
 * Closing it leaves the store as it is.
 */
export function urlSource(store: UrlStore, offset = 0, length?: number, patience = patienceOf(URL_LIMITS)): BlockSource {
  const reader = new UrlStoreReader(store);
  const size = length ?? reader.length - offset;
  let last = -1;
  const source: BlockSource = {
    length: size,
    origin: offset,
    readInto(target, at) {
      checkRange(source, at, target.length);
      for (let done = 0; done < target.length; ) {
        const position = offset + at + done;
        const block = Math.floor(position / URL_BLOCK);
        const from = position - block * URL_BLOCK;
        const part = target.subarray(done, done + Math.min(URL_BLOCK - from, target.length - done));
        reader.copy({ block, sequential: block === last || block === last + 1 }, from, part, patience);
        last = block;
        done += part.length;
      }
    },
    readVector(targets, at) {
      let position = at;
      for (const target of targets) {
        source.readInto(target, position);
        position += target.length;
      }
    },
    describe: () => ({ kind: 'url', store, offset, length: size }),
    close() {},
  };
  return source;
}
