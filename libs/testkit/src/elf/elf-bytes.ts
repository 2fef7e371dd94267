import { type ElfWriter, elfWriter, padded } from './elf-writer.ts';

/** What a small ELF file has; everything of it is loaded by one segment that starts with the file's first byte. */
export interface ElfRecipe {
  readonly bits?: 32 | 64;
  readonly littleEndian?: boolean;
  readonly type?: number; // e_type; 3, a shared object, unless given
  readonly machine?: number; // e_machine; 62, x86-64
  readonly interpreter?: string;
  /** Without it there is no dynamic section. */
  readonly dynamic?: DynamicRecipe;
  readonly stackFlags?: number;
  readonly relro?: boolean;
  readonly loadFlags?: number;
  readonly notes?: readonly NoteRecipe[];
  readonly sections?: readonly SectionRecipe[];
  /** Names in a symbol table; without them the file is stripped. */
  readonly symbols?: readonly string[];
}

export interface DynamicRecipe {
  readonly needed?: readonly string[];
  readonly soname?: string;
  readonly rpath?: string;
  readonly runpath?: string;
  readonly imports?: readonly string[];
  /** Tag and value of further entries. */
  readonly entries?: readonly (readonly [tag: number, value: number])[];
}

export interface NoteRecipe {
  readonly owner: string;
  readonly type: number;
  readonly content: Uint8Array;
}

export interface SectionRecipe {
  readonly name: string;
  readonly content: Uint8Array;
  readonly type?: number; // sh_type; 1, SHT_PROGBITS
  readonly flags?: number; // sh_flags; 2, SHF_ALLOC
}

/** Address of the file's first byte. */
export const ELF_BASE = 0x10000;
const MAX_SEGMENTS = 8;

/** The bytes of a file by gABI 4.1, laid out one part after another, the section headers last. */
export function elfBytes(recipe: ElfRecipe): Uint8Array {
  const writer = elfWriter(recipe);
  const body = new Body(writer.headerLength + MAX_SEGMENTS * writer.segmentLength);
  const segments = partSegments(recipe, writer, body);
  const rows: SectionRow[] = (recipe.sections ?? []).map((section) => ({ ...section, ...body.add(section.content) }));
  if (recipe.symbols !== undefined) rows.push(...symbolSections(recipe.symbols, writer, body, rows.length + 1));
  const sections = writeSections(rows, writer, body);
  const load = { type: 1, flags: recipe.loadFlags ?? 5, offset: 0, length: sections.offset };
  const table = Buffer.concat([load, ...segments].map((segment) => writer.segment(segment, ELF_BASE)));
  const header = writer.header({ type: recipe.type ?? 3, machine: recipe.machine ?? 62, segments: segments.length + 1, sections });
  return body.finish(Buffer.concat([header, table]), sections.table);
}

interface SectionRow extends SectionRecipe {
  readonly offset: number;
  readonly link?: number;
}

interface Segment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly length: number;
}

/** Parts that segments lead to. */
function partSegments(recipe: ElfRecipe, writer: ElfWriter, body: Body): Segment[] {
  const segments: Segment[] = [];
  if (recipe.interpreter !== undefined) segments.push({ type: 3, flags: 4, ...body.add(Buffer.from(`${recipe.interpreter}\0`)) });
  if (recipe.dynamic !== undefined) segments.push({ type: 2, flags: 6, ...body.add(dynamicEntries(recipe.dynamic, writer, body)) });
  if (recipe.notes !== undefined) segments.push({ type: 4, flags: 4, ...body.add(Buffer.concat(recipe.notes.map(writer.note))) });
  if (recipe.stackFlags !== undefined) segments.push({ type: 0x6474e551, flags: recipe.stackFlags, offset: 0, length: 0 });
  if (recipe.relro === true) segments.push({ type: 0x6474e552, flags: 4, offset: 0, length: 0 });
  return segments;
}

function dynamicEntries(recipe: DynamicRecipe, writer: ElfWriter, body: Body): Buffer {
  const strings = new Strings();
  const imports = (recipe.imports ?? []).map((name) => writer.symbol(strings.add(name)));
  const symbols = Buffer.concat([writer.symbol(0), ...imports]);
  const entries: [number, number][] = [...(recipe.needed ?? []).map((name): [number, number] => [1, strings.add(name)])];
  for (const [tag, text] of [
    [14, recipe.soname],
    [15, recipe.rpath],
    [29, recipe.runpath],
  ] as const)
    if (text !== undefined) entries.push([tag, strings.add(text)]);
  const count = imports.length + 1;
  const hash = Buffer.concat([1, count, 0, ...Array.from({ length: count }, () => 0)].map(writer.word));
  entries.push([4, ELF_BASE + body.add(hash).offset], [6, ELF_BASE + body.add(symbols).offset]);
  entries.push(
    [5, ELF_BASE + body.add(strings.bytes()).offset],
    [10, strings.bytes().length],
    ...(recipe.entries ?? []).map(([tag, value]): [number, number] => [tag, value]),
  );
  return Buffer.concat([...entries, [0, 0] as const].map(([tag, value]) => Buffer.concat([writer.address(tag), writer.address(value)])));
}

/** SHT_SYMTAB and the SHT_STRTAB behind it. */
function symbolSections(names: readonly string[], writer: ElfWriter, body: Body, index: number): SectionRow[] {
  const strings = new Strings();
  const symbols = Buffer.concat([writer.symbol(0), ...names.map((name) => writer.symbol(strings.add(name)))]);
  return [
    { name: '.symtab', type: 2, flags: 0, link: index + 1, content: symbols, ...body.add(symbols) },
    { name: '.strtab', type: 3, flags: 0, content: strings.bytes(), ...body.add(strings.bytes()) },
  ];
}

/** Section headers, with the empty one before and the names' behind; `offset` is where the table starts. */
function writeSections(rows: readonly SectionRow[], writer: ElfWriter, body: Body): { offset: number; count: number; names: number; table: Buffer } {
  const strings = new Strings();
  const starts = rows.map(({ name }) => strings.add(name));
  const own = strings.add('.shstrtab');
  const names = { name: '.shstrtab', type: 3, flags: 0, content: strings.bytes(), ...body.add(strings.bytes()) };
  const headers = [...rows, names].map((row, index) => writer.section({ ...row, start: starts[index] ?? own }, ELF_BASE));
  return { offset: body.length, count: rows.length + 2, names: rows.length + 1, table: Buffer.concat([Buffer.alloc(headers[0]!.length), ...headers]) };
}

/** A string table. */
class Strings {
  #text = '\0';

  add(text: string): number {
    const start = Buffer.byteLength(this.#text, 'latin1');
    this.#text += `${text}\0`;
    return start;
  }

  bytes(): Buffer {
    return Buffer.from(this.#text, 'latin1');
  }
}

/** Parts of the file, each at the next multiple of 16. */
class Body {
  readonly #parts: Buffer[] = [];
  length: number;

  constructor(start: number) {
    this.length = padded(start);
  }

  add(content: Uint8Array): { offset: number; length: number } {
    const offset = this.length;
    const part = Buffer.alloc(padded(content.length));
    part.set(content);
    this.#parts.push(part);
    this.length += part.length;
    return { offset, length: content.length };
  }

  finish(head: Buffer, tail: Buffer): Uint8Array {
    const start = this.length - this.#parts.reduce((sum, { length }) => sum + length, 0);
    return new Uint8Array(Buffer.concat([head, Buffer.alloc(start - head.length), ...this.#parts, tail]));
  }
}
