import type { GrubRecipe } from '../lab/grub-config.ts';
import type { PlannedPartition } from '../lab/partition-plan.ts';
import type { PartitionKey } from '../lab/partition-types.ts';
import type { ImageRecipe, Patch } from '../lab/recipe.ts';
import { osRelease, type Release, systemRoot } from '../lab/release.ts';
import { file, type TreeEntry, withoutPath } from '../lab/tree.ts';
import type { VerityTable } from '../lab/verity.ts';

type Change = (base: ImageRecipe) => ImageRecipe;

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

/** os-release edited as text. */
export function editOsRelease(edit: (text: string) => string): Change {
  return (base) => addFiles(file('usr/lib/os-release', edit(osRelease(base.release))))(base);
}

/** debugfs commands on the finished ROOT filesystem, before its hash tree is made; `USR` stands for the system root. */
export function editRoot(...commands: string[]): Change {
  return (base) => ({ ...base, root: { ...base.root, debugfs: commands.map((line) => line.replaceAll('USR', systemRoot(base.release))) } });
}

/** debugfs commands on the finished BOOT filesystem. */
export function editBoot(...commands: string[]): Change {
  return (base) => ({ ...base, boot: { ...base.boot, debugfs: commands } });
}

export function changeGrub(changes: Partial<GrubRecipe>): Change {
  return (base) => ({ ...base, boot: { ...base.boot, grub: { ...base.boot.grub, ...changes } } });
}

/** A verity table in grub.cfg that says something else than what was built. */
export function stateTable(table: Partial<VerityTable>): Change {
  return changeGrub({ table });
}

export function addKernelParameter(word: string): Change {
  return (base) => changeGrub({ commandLine: [[word], ...base.boot.grub.commandLine] })(base);
}

/** One word of the command line replaced by others, or dropped. */
export function replaceKernelParameter(word: string, ...replacement: string[]): Change {
  return (base) => {
    const commandLine = base.boot.grub.commandLine.map((row) => row.flatMap((each) => (each === word ? replacement : [each])));
    return changeGrub({ commandLine })(base);
  };
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

function place(base: ImageRecipe, path: string): string {
  return path.startsWith('usr/') ? path.replace('usr', systemRoot(base.release)) : path;
}
