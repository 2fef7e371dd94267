import { parseOsRelease } from '@staticfire/read/formats/linux-text';
import { authenticodeDigest } from '@staticfire/read/formats/pe';
import { defineBankCollector } from '../collector.ts';
import { readPeSignatures } from '../evidence/read-pe-signatures.ts';
import { type BootUki, bootUki } from './boot-uki.schema.ts';

/** Without one of them twoliter's img2img refuses to repack a UKI. */
const REQUIRED = ['.linux', '.cmdline', '.uname', '.osrel', '.sbat'];
/** The stub's own: code, data and what a linker adds. */
const OF_THE_STUB = new Set([
  '.text',
  '.rodata',
  '.data',
  '.bss',
  '.rdata',
  '.reloc',
  '.sdmagic',
  '.dynamic',
  '.dynsym',
  '.dynstr',
  '.rela',
  '.eh_frame',
  '.note',
  '.pdata',
  '.xdata',
  '.buildid',
  '.build-id',
]);

export const collectBootUki = defineBankCollector({
  fact: bootUki,
  reads: ['ukiFile'],
  collect({ ukiFile }, sources): BootUki | undefined {
    const file = ukiFile(sources);
    if (file === undefined) return undefined;
    const { partition, path, startedBy, sha256, pe, uki } = file;
    const names = pe.sections.map(({ name }) => name);
    const signatures = readPeSignatures(pe);
    return {
      partition,
      path,
      startedBy,
      machine: pe.machineName ?? '',
      length: pe.source.length,
      sha256,
      sections: pe.sections.map(({ name, rawOffset, rawSize, virtualSize }) => ({ name, offset: rawOffset, length: rawSize, virtualSize })),
      missingSections: REQUIRED.filter((name) => !names.includes(name)),
      unexpectedSections: names.filter((name) => !REQUIRED.includes(name) && !OF_THE_STUB.has(name)),
      ...(uki.uname === undefined ? {} : { uname: uki.uname }),
      osRelease: uki.osRelease === undefined ? [] : [...parseOsRelease(uki.osRelease)],
      ...(uki.cmdline === undefined ? {} : { cmdline: uki.cmdline }),
      sbat: (uki.sbat ?? []).map(({ component, generation }) => ({ component, generation: String(generation) })),
      authenticode: authenticodeDigest(pe, 'sha256'),
      signatures,
      signed: signatures.length > 0,
    };
  },
});
