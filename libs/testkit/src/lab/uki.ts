import { createHmac } from 'node:crypto';
import { padTo8, ukiFile, withCertificate } from './bytes/uki-file.ts';
import type { PlannedPartition } from './partition-plan.ts';
import type { BootSigner } from './secure-boot/boot-signer.ts';
import { renderTable, type VerityTable } from './verity.ts';

export const HMAC_KEY = 'FIPS-FTW-RHT2009'; // the key of the sha512hmac tool

export interface UkiSection {
  readonly name: string;
  /** `command line`: the words below, with the root hash that was built. `kernel`, `os-release`: the image's own. */
  readonly content: Uint8Array | 'command line' | 'kernel' | 'os-release';
}

/** What a unified kernel image says (anatomy-2026 sections 4.3, 4.4). */
export interface LabUki {
  readonly machine: 'x64' | 'aa64';
  /** What follows `.text`, in this order. */
  readonly sections: readonly UkiSection[];
  /** One more signature in the file's certificate table. */
  readonly certificate: Uint8Array | undefined;
  /** Words; in them `$dm_verity_root` stands for the table and `$boot_uuid` for the GUID of the partition with the UKI. */
  readonly commandLine: readonly string[];
  /** Words of the verity table to state wrongly. */
  readonly table: Partial<VerityTable>;
  readonly path: string;
  readonly hmacPath: string;
  /** The file name in the HMAC file, relative to /boot. */
  readonly hmacName: string;
  /** Hex to state instead of the right HMAC. */
  readonly hmac: string | undefined;
}

/** What was built before the UKI and goes into it. */
export interface UkiInputs {
  readonly kernel: Uint8Array;
  readonly osRelease: Uint8Array;
  readonly table: VerityTable;
  /** The partition that holds the UKI. */
  readonly anchor: PlannedPartition;
  readonly signer: BootSigner;
}

/** The UKI and its HMAC file by their paths on the filesystem that holds them. */
export function ukiFiles(uki: LabUki, inputs: UkiInputs): Record<string, Uint8Array> {
  const commandLine = Buffer.from(renderCommandLine(uki, inputs.table, inputs.anchor.guid));
  const computed = { 'command line': commandLine, kernel: inputs.kernel, 'os-release': inputs.osRelease };
  const sections = uki.sections.map(({ name, content }) => ({ name, bytes: typeof content === 'string' ? computed[content] : content }));
  const signed = inputs.signer.program(uki.path, ukiFile({ machine: uki.machine, sections }), 'uki');
  const bytes = uki.certificate === undefined ? signed : withCertificate(padTo8(signed), uki.certificate);
  return { [uki.path]: bytes, [uki.hmacPath]: Buffer.from(`${uki.hmac ?? hmacOf(bytes)}  ${uki.hmacName}\n`) };
}

/** HMAC-SHA512 as sha512hmac computes it, in hex. */
export function hmacOf(bytes: Uint8Array): string {
  return createHmac('sha512', HMAC_KEY).update(bytes).digest('hex');
}

function renderCommandLine(uki: LabUki, built: VerityTable, guid: string): string {
  const table = renderTable({ ...built, ...uki.table });
  const words = uki.commandLine.map((word) => word.replaceAll('$dm_verity_root', table));
  return words.join(' ').replaceAll('$boot_uuid', guid.toUpperCase()); // as sgdisk prints it
}
