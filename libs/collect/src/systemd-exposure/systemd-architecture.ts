import type { ScoredArchitecture } from '@staticfire/analyze/systemd-exposure';
import type { BankName } from '@staticfire/facts';
import { UnsupportedError } from '@staticfire/read/bytes';
import { type FileSystem, openFileContent, withFileOffsets } from '@staticfire/read/filesystem';
import { readElf } from '@staticfire/read/formats/elf';
import type { SourceLog } from '../collector.ts';

const PROGRAM = '/usr/lib/systemd/systemd';
/** e_machine (gABI): EM_X86_64, EM_AARCH64. */
const ARCHITECTURES: ReadonlyMap<number, ScoredArchitecture> = new Map([
  [62, 'x86-64'],
  [183, 'arm64'],
]);

/** Of the program of systemd. There is none → undefined; it is for another machine → UnsupportedError. */
export function systemdArchitecture(fs: FileSystem, bank: BankName, sources: SourceLog): ScoredArchitecture | undefined {
  const content = openFileContent(fs, PROGRAM);
  if (content === undefined) return undefined;
  sources.add({ bank, partition: 'ROOT', path: PROGRAM, offset: 0, length: content.length });
  const { machine } = withFileOffsets(PROGRAM, () => readElf(content));
  const architecture = ARCHITECTURES.get(machine);
  if (architecture === undefined) throw new UnsupportedError({ structure: PROGRAM, field: 'e_machine', found: machine, expected: '62 or 183' });
  return architecture;
}
