import { describeModule, describeSigner, judgeModuleSignature, type TrustedCertificate } from '@staticfire/analyze/kernel-module';
import type { Unreadable } from '@staticfire/facts';
import { type BlockSource, sliceSource } from '@staticfire/read/block-source';
import { FormatError } from '@staticfire/read/bytes';
import { readElf, readSection } from '@staticfire/read/formats/elf';
import { type ModuleSignature, parseModinfo, readModuleSignature } from '@staticfire/read/formats/kernel-module';
import { piecesOf } from '../evidence/pieces-of.ts';
import type { KernelModuleSignatures } from './kernel-module-signatures.schema.ts';
import { openModule } from './open-module.ts';

type Module = Exclude<KernelModuleSignatures['modules'][number], Unreadable>;

const MODINFO = '.modinfo';
const MAX_MODINFO = 4 * 1024 * 1024;

/** What a module file says of itself, and its signature; held against `trusted` where the keys of the kernel are known. */
export function readModule(file: BlockSource, trusted: readonly TrustedCertificate[] | undefined): Omit<Module, 'path' | 'kernel' | 'name'> {
  const source = openModule(file);
  const signature = readModuleSignature(source);
  const content = sliceSource(source, 0, signature?.contentLength ?? source.length);
  const section = readSection(readElf(content), MODINFO, MAX_MODINFO);
  if (section === undefined) throw new FormatError({ structure: 'kernel module', message: `it has no section ${MODINFO}` });
  const said = describeModule(parseModinfo(section.bytes, section.offset));
  return signature === undefined ? { signed: false, ...said } : { signed: true, ...describeSignature(signature, content, trusted), ...said };
}

/** The first signer is the one that modinfo shows. */
function describeSignature(
  signature: ModuleSignature,
  content: BlockSource,
  trusted: readonly TrustedCertificate[] | undefined,
): Pick<Module, 'signer' | 'keyId' | 'hash' | 'verdict'> {
  const verdict = trusted === undefined ? {} : { verdict: judgeModuleSignature(signature, () => piecesOf(content), trusted) };
  return { ...describeSigner(signature.signers[0]!), ...verdict };
}
