const WORD = 32;

/** Numbers from 0 up to a size, exclusive: types, permissions or categories by their place. */
export class BitSet {
  readonly size: number;
  readonly #words: Uint32Array;

  constructor(size: number, words = new Uint32Array(Math.ceil(size / WORD))) {
    this.size = size;
    this.#words = words;
  }

  /** What every operation costs. */
  get wordCount(): number {
    return this.#words.length;
  }

  get isEmpty(): boolean {
    return this.#words.every((word) => word === 0);
  }

  /** Of a set of at most 32 numbers, as an access vector has it. */
  get vector(): number {
    return this.#words[0] ?? 0;
  }

  has(bit: number): boolean {
    return ((this.#words[bit >>> 5]! >>> (bit & 31)) & 1) === 1;
  }

  add(bit: number): void {
    this.#words[bit >>> 5]! |= 1 << (bit & 31);
  }

  addAll(other: BitSet): void {
    for (let index = 0; index < this.#words.length; index++) this.#words[index]! |= other.#words[index]!;
  }

  /** Both ends inclusive. */
  addRange(first: number, last: number): void {
    for (let bit = first; bit <= last; bit++) this.add(bit);
  }

  union(other: BitSet): BitSet {
    return this.#with((index) => this.#words[index]! | other.#words[index]!);
  }

  intersection(other: BitSet): BitSet {
    return this.#with((index) => this.#words[index]! & other.#words[index]!);
  }

  symmetricDifference(other: BitSet): BitSet {
    return this.#with((index) => this.#words[index]! ^ other.#words[index]!);
  }

  complement(): BitSet {
    const last = this.#words.length - 1;
    const used = this.size % WORD === 0 ? -1 : 2 ** (this.size % WORD) - 1;
    return this.#with((index) => ~this.#words[index]! & (index === last ? used : -1));
  }

  isSubsetOf(other: BitSet): boolean {
    return this.#words.every((word, index) => (word & ~other.#words[index]!) === 0);
  }

  /** In ascending order. */
  forEach(visit: (bit: number) => void): void {
    for (let index = 0; index < this.#words.length; index++) {
      for (let word = this.#words[index]!; word !== 0; word &= word - 1) visit(index * WORD + 31 - Math.clz32(word & -word));
    }
  }

  /** Ascending. */
  toArray(): number[] {
    const bits: number[] = [];
    this.forEach((bit) => void bits.push(bit));
    return bits;
  }

  #with(wordAt: (index: number) => number): BitSet {
    const words = new Uint32Array(this.#words.length);
    for (let index = 0; index < words.length; index++) words[index] = wordAt(index);
    return new BitSet(this.size, words);
  }
}
