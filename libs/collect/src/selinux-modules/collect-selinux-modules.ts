import type { BankName } from '@staticfire/facts';
import { decodeText, FormatError, UnsupportedError } from '@staticfire/read/bytes';
import type { FileSystem } from '@staticfire/read/filesystem';
import { defineBankCollector, type SourceLog } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { RootFiles } from '../evidence/root-files.ts';
import { findSelinuxStore, MAX_CONFIG } from '../selinux-files/selinux-store.ts';
import { type FoundModule, listModules } from './list-modules.ts';
import { type SelinuxModules, selinuxModules } from './selinux-modules.schema.ts';

/** What libsemanage has under /var/lib/selinux, in the copy that a Bottlerocket node starts from. */
const STORES = '/usr/share/factory/var/lib/selinux';
/** Bottlerocket has 15, of 130 KiB together, Debian 400 of 3 MiB. */
const MAX_MODULES = 256;
const MAX_LENGTH = 1024 * 1024;
const MAX_TOTAL = 4 * MAX_LENGTH;
const MAX_LANGUAGE = 64;
/** bzip2 as libsemanage writes it, `BZh` and the size of its blocks. */
const BZIP2 = /^BZh[1-9]/;

type Module = Extract<SelinuxModules['modules'][number], { readonly path: string }>;

export const collectSelinuxModules = defineBankCollector({
  fact: selinuxModules,
  reads: ['bank', 'fileSystem'],
  collect({ bank, fileSystem }, sources): SelinuxModules | undefined {
    const fs = fileSystem('ROOT');
    const policyType = fs && configuredType(fs, bank, sources);
    if (fs === undefined || policyType === undefined) return undefined;
    const folder = `${STORES}/${policyType}/active/modules`;
    const files = new RootFiles(fs, bank, sources, MAX_TOTAL);
    const modules = new BoundedList<Module>(MAX_MODULES, 'modules');
    // One more than there is room for, so that the list says so.
    for (const found of listModules(fs, folder).slice(0, MAX_MODULES + 1)) {
      if ('error' in found) modules.addError(found.error);
      else modules.attempt(() => [readModule(found, files, sources)]);
    }
    return modules.elements.length === 0 ? undefined : { policyType, folder, modules: modules.elements };
  },
});

function configuredType(fs: FileSystem, bank: BankName, sources: SourceLog): string | undefined {
  const files = new RootFiles(fs, bank, sources, 2 * MAX_CONFIG);
  return findSelinuxStore((path) => files.read(path, MAX_CONFIG))?.policyType;
}

function readModule({ name, priority, path: folder }: FoundModule, files: RootFiles, sources: SourceLog): Module {
  const language = readLanguage(`${folder}/lang_ext`, files);
  const path = `${folder}/cil`;
  const file = files.readDigested(path, MAX_LENGTH);
  if (file === undefined) throw new FormatError({ structure: folder, message: 'the module has no file cil' });
  const { bytes, sha256 } = file;
  if (BZIP2.test(Buffer.from(bytes.subarray(0, 4)).toString('latin1'))) {
    throw new UnsupportedError({ structure: path, found: 'bzip2', expected: 'CIL text' });
  }
  sources.keep(bytes, sha256);
  return { name, priority, path, size: bytes.length, sha256, ...(language === undefined ? {} : { language }) };
}

/** A module written in another language has its CIL made of it by a program that we do not have. */
function readLanguage(path: string, files: RootFiles): string | undefined {
  const bytes = files.read(path, MAX_LANGUAGE);
  const language = bytes && decodeText(bytes, path, MAX_LANGUAGE).trim();
  if (language === undefined || language === 'cil') return language;
  throw new UnsupportedError({ structure: path, found: language, expected: 'cil' });
}
