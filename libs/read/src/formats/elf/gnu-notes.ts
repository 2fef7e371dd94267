import type { ElfFile } from './elf-file.ts';
import { ElfRecords } from './elf-records.ts';
import { PROPERTY } from './layouts.ts';
import type { ElfNote } from './notes.ts';

const OWNER = 'GNU';
const BUILD_ID = 3; // NT_GNU_BUILD_ID
const PROPERTIES = 5; // NT_GNU_PROPERTY_TYPE_0
/** GNU_PROPERTY_X86_FEATURE_1_AND and GNU_PROPERTY_AARCH64_FEATURE_1_AND. */
const FEATURE_PROPERTIES = { 3221225474: 'x86', 3221225472: 'aarch64' } as const;
const MACHINES: Readonly<Record<number, 'x86' | 'aarch64'>> = { 3: 'x86', 62: 'x86', 183: 'aarch64' };
const FEATURES = {
  x86: [
    ['ibt', 1],
    ['shstk', 2],
  ],
  aarch64: [
    ['bti', 1],
    ['pac', 2],
    ['gcs', 4],
  ],
} as const;

/** Protections of branches that every part of a file was compiled for: IBT and shadow stack of x86, BTI, PAC and GCS of AArch64. */
export type BranchProtection = 'ibt' | 'shstk' | 'bti' | 'pac' | 'gcs';
export const branchProtections = ['ibt', 'shstk', 'bti', 'pac', 'gcs'] as const satisfies readonly BranchProtection[];

/** Hexadecimal. */
export function findBuildId(notes: readonly ElfNote[]): string | undefined {
  const note = notes.find(({ owner, type }) => owner === OWNER && type === BUILD_ID);
  return note === undefined ? undefined : Buffer.from(note.content).toString('hex');
}

/** Linux Extensions to gABI, program property. */
export function findBranchProtections(elf: ElfFile, notes: readonly ElfNote[]): BranchProtection[] {
  const machine = MACHINES[elf.machine];
  if (machine === undefined) return [];
  const bits = notes
    .filter(({ owner, type }) => owner === OWNER && type === PROPERTIES)
    .map((note) => featureBits(elf, note, machine))
    .reduce((all, each) => all | each, 0);
  return FEATURES[machine].filter(([, bit]) => (bits & bit) !== 0).map(([name]) => name);
}

function featureBits(elf: ElfFile, { content, offset }: ElfNote, machine: 'x86' | 'aarch64'): number {
  const padding = elf.bits / 8;
  for (let at = 0; at + PROPERTY.length[0] <= content.length; ) {
    const header = new ElfRecords(content.subarray(at), PROPERTY, elf, elf.source.origin + offset + at);
    const [type, length] = [header.number(0, 'pr_type'), header.number(0, 'pr_datasz')];
    if (at + PROPERTY.length[0] + length > content.length) throw header.error(0, 'pr_datasz', length, `at most ${content.length - at - PROPERTY.length[0]}`);
    if (FEATURE_PROPERTIES[type as keyof typeof FEATURE_PROPERTIES] === machine && length === 4) return header.number(1, 'pr_type');
    at += PROPERTY.length[0] + Math.ceil(length / padding) * padding;
  }
  return 0;
}
