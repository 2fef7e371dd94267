import { findCrypto } from '@staticfire/analyze/elf';
import type { FileCollector } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { ProgramVisitor } from '../evidence/program-visitor.ts';
import { type CryptoMarkerFact, type ElfCrypto, elfCrypto } from './elf-crypto.schema.ts';

const MAX_MARKERS = 10_000;

export const collectElfCrypto: FileCollector<ElfCrypto> = {
  fact: elfCrypto,
  start() {
    const markers = new BoundedList<CryptoMarkerFact>(MAX_MARKERS, 'signs of cryptographic libraries');
    return new ProgramVisitor(
      markers,
      ({ elf, description, go, texts }, { normalPath }) => findCrypto(elf, description, go, texts).map((marker) => ({ path: normalPath, ...marker })),
      { finish: () => ({ markers: markers.elements }) },
    );
  },
};
