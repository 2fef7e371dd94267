import { moduleFile } from './bytes/module-file.ts';
import { gzipStored } from './bytes/stored-compression.ts';
import type { Release } from './release.ts';
import { file, type TreeEntry } from './tree.ts';

const MODULES = { 'fs/udf/udf': 'UDF filesystem support', 'net/sctp/sctp': 'Support for the SCTP protocol' };

/** A few modules of a kernel before 2026, in gzip as its configuration says (anatomy 5.8). */
export function classicModules({ arch, kernel }: Release, usr: string): TreeEntry[] {
  const folder = `${usr}/lib/modules/${kernel}`;
  const names = Object.keys(MODULES).map((name) => `kernel/${name}.ko.gz`);
  const files = Object.entries(MODULES).map(([name, description]) => {
    const info = { description, license: 'GPL', name: name.split('/').at(-1)!, intree: 'Y', vermagic: `${kernel} SMP preempt mod_unload modversions` };
    return file(`${folder}/kernel/${name}.ko.gz`, gzipStored(moduleFile(arch, info)));
  });
  return [
    ...files,
    file(`${folder}/modules.order`, names.map((name) => `${name}\n`).join('')),
    file(`${folder}/modules.dep`, names.map((name) => `${name}:\n`).join('')),
    file(`${folder}/modules.builtin`, 'kernel/drivers/md/dm-verity.ko\n'),
  ];
}
