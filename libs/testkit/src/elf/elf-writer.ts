/** Records of gABI 4.1 in one class and byte order; addresses are those of the file's first byte plus an offset. */
export interface ElfWriter {
  readonly headerLength: number;
  readonly segmentLength: number;
  readonly word: (value: number) => Buffer;
  readonly address: (value: number) => Buffer;
  readonly header: (header: {
    readonly type: number;
    readonly machine: number;
    readonly segments: number;
    readonly sections: { readonly offset: number; readonly count: number; readonly names: number };
  }) => Buffer;
  readonly segment: (segment: { readonly type: number; readonly flags: number; readonly offset: number; readonly length: number }, base: number) => Buffer;
  readonly section: (
    section: {
      readonly start: number;
      readonly type?: number;
      readonly flags?: number;
      readonly offset: number;
      readonly content: Uint8Array;
      readonly link?: number;
    },
    base: number,
  ) => Buffer;
  /** An undefined one. */
  readonly symbol: (nameStart: number) => Buffer;
  readonly note: (note: { readonly owner: string; readonly type: number; readonly content: Uint8Array }) => Buffer;
}

export function elfWriter({ bits = 64, littleEndian = true }: { readonly bits?: 32 | 64; readonly littleEndian?: boolean }): ElfWriter {
  const wide = bits === 64;
  const half = (value: number): Buffer => integer(value, 2, littleEndian);
  const word = (value: number): Buffer => integer(value, 4, littleEndian);
  const address = (value: number): Buffer => integer(value, wide ? 8 : 4, littleEndian);
  const [headerLength, segmentLength, sectionLength] = wide ? [64, 56, 64] : [52, 32, 40];
  return {
    headerLength,
    segmentLength,
    word,
    address,
    header: ({ type, machine, segments, sections }) =>
      Buffer.concat([
        Buffer.from([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, littleEndian ? 1 : 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ...[half(type), half(machine), word(1), address(0), address(headerLength), address(sections.offset), word(0)],
        ...[headerLength, segmentLength, segments, sectionLength, sections.count, sections.names].map(half),
      ]),
    segment: ({ type, flags, offset, length }, base) => {
      const place = [address(offset), address(base + offset), address(base + offset), address(length), address(length)];
      return Buffer.concat(wide ? [word(type), word(flags), ...place, address(8)] : [word(type), ...place, word(flags), address(8)]);
    },
    section: ({ start, type = 1, flags = 2, offset, content, link = 0 }, base) =>
      Buffer.concat([
        ...[word(start), word(type), address(flags), address(flags === 0 ? 0 : base + offset), address(offset), address(content.length)],
        ...[word(link), word(0), address(1), address(0)],
      ]),
    symbol: (nameStart) => Buffer.concat([word(nameStart), Buffer.alloc(wide ? 20 : 12)]),
    note: ({ owner, type, content }) =>
      Buffer.concat([word(owner.length + 1), word(content.length), word(type), filled(Buffer.from(`${owner}\0`, 'latin1'), 4), filled(content, 4)]),
  };
}

/** The next multiple of 16. */
export function padded(length: number): number {
  return Math.ceil(length / 16) * 16;
}

function filled(content: Uint8Array, multiple: number): Buffer {
  return Buffer.concat([content, Buffer.alloc(Math.ceil(content.length / multiple) * multiple - content.length)]);
}

function integer(value: number, size: 2 | 4 | 8, littleEndian: boolean): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  const used = bytes.subarray(0, size);
  return littleEndian ? used : Buffer.from(used).reverse();
}
