import type { GrubRecipe } from '../lab/grub-config.ts';
import type { PlannedPartition } from '../lab/partition-plan.ts';
import type { PartitionKey } from '../lab/partition-types.ts';
import type { GrubBoot, ImageRecipe, Patch } from '../lab/recipe.ts';
import { osRelease, type Release, systemRoot } from '../lab/release.ts';
import { file, type TreeEntry, withoutPath } from '../lab/tree.ts';
import type { VerityTable } from '../lab/verity.ts';
import { changeUki } from './change-uki.ts';

export type Change = (base: ImageRecipe) => ImageRecipe;

/** Files of ROOT added or replaced; paths beginning with `usr/` are below the system root. */
export function addFiles(...entries: TreeEntry[]): Change {
  return (base) => {
    const placed = entries.map((entry) => ({ ...entry, path: place(base, entry.path) }));
    return { ...base, root: { ...base.root, entries: [...base.root.entries, ...placed] } };
  };
}

export function removeFile(path: string): Change {
  return (base) => ({ ...base, root: { ...base.root, entries: withoutPath(base.root.entries, place(base, path)) } });
}

/** A text file of ROOT edited. Throws when it is not there. */
export function editFile(path: string, edit: (text: string) => string): Change {
  return (base) => {
    const entry = base.root.entries.findLast((each) => each.path === place(base, path));
    if (entry === undefined) throw new Error(`${base.name} has no ${path}`);
    return addFiles(file(path, edit(Buffer.from(entry.content ?? '').toString())))(base);
  };
}

/** os-release edited as text. */
export function editOsRelease(edit: (text: string) => string): Change {
  return (base) => addFiles(file('usr/lib/os-release', edit(osRelease(base.release))))(base);
}

/** debugfs commands on the finished ext4 ROOT, before its hash tree is made; `USR` stands for the system root. */
export function editRoot(...commands: string[]): Change {
  return (base) => ({ ...base, root: { ...base.root, debugfs: commands.map((line) => line.replaceAll('USR', systemRoot(base.release))) } });
}

/** Bytes changed in the finished ROOT filesystem, ext4 or EROFS, before its hash tree is made. */
export function patchRoot(...patches: Omit<Patch, 'at'>[]): Change {
  return (base) => ({ ...base, root: { ...base.root, patches } });
}

/** debugfs commands on the finished BOOT filesystem. */
export function editBoot(...commands: string[]): Change {
  return (base) => ({ ...base, boot: { ...grubOf(base), debugfs: commands } });
}

export function changeGrub(changes: Partial<GrubRecipe>): Change {
  return (base) => {
    const boot = grubOf(base);
    return { ...base, boot: { ...boot, grub: { ...boot.grub, ...changes } } };
  };
}

/** A verity table that says something else than what was built: a stale root hash, say. In grub.cfg or in the UKI's command line. */
export function stateTable(table: Partial<VerityTable>): Change {
  return (base) => (base.boot.kind === 'grub' ? changeGrub({ table })(base) : changeUki({ table })(base));
}

/** A word at the front of the command line, in grub.cfg or in the UKI. */
export function addKernelParameter(word: string): Change {
  return (base) =>
    base.boot.kind === 'grub'
      ? changeGrub({ commandLine: [[word], ...base.boot.grub.commandLine] })(base)
      : changeUki({ commandLine: [word, ...base.boot.uki.commandLine] })(base);
}

/** A word at the end of the command line, behind `--`: for init, not for the kernel. */
export function addInitParameter(word: string): Change {
  return (base) =>
    base.boot.kind === 'grub'
      ? changeGrub({ commandLine: [...base.boot.grub.commandLine, [word]] })(base)
      : changeUki({ commandLine: [...base.boot.uki.commandLine, word] })(base);
}

/** One word of the command line replaced by others, or dropped; in grub.cfg or in the UKI. */
export function replaceKernelParameter(word: string, ...replacement: string[]): Change {
  const replaced = (words: readonly string[]) => words.flatMap((each) => (each === word ? replacement : [each]));
  return (base) =>
    base.boot.kind === 'grub'
      ? changeGrub({ commandLine: base.boot.grub.commandLine.map(replaced) })(base)
      : changeUki({ commandLine: replaced(base.boot.uki.commandLine) })(base);
}

export function changePartition(key: PartitionKey, changes: Partial<PlannedPartition>): Change {
  return (base) => ({ ...base, partitions: base.partitions.map((each) => (each.key === key ? { ...each, ...changes } : each)) });
}

/** Bytes changed in the finished image. */
export function patch(...patches: Patch[]): Change {
  return (base) => ({ ...base, patches });
}

export function changeRelease(changes: Partial<Release>): Change {
  return (base) => {
    const release = { ...base.release, ...changes };
    return editOsRelease(() => osRelease(release))({ ...base, release });
  };
}

export function both(first: Change, second: Change): Change {
  return (base) => second(first(base));
}

function grubOf(base: ImageRecipe): GrubBoot {
  if (base.boot.kind === 'grub') return base.boot;
  throw new Error(`${base.name} has no GRUB to change`);
}

function place(base: ImageRecipe, path: string): string {
  return path.startsWith('usr/') ? path.replace('usr', systemRoot(base.release)) : path;
}
