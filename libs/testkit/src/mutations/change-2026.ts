import { encodeBootConfig } from '../lab/boot-config.ts';
import type { KernelRecipe } from '../lab/kernel-part.ts';
import type { ImageRecipe } from '../lab/recipe.ts';
import { file } from '../lab/tree.ts';

type Change = (base: ImageRecipe) => ImageRecipe;

/** Identifiers that a build derives, by the names it derives them for; partitions are `gpt-part-root-a` and so on. */
export type DerivedTarget = 'gpt-disk-os' | `gpt-part-${string}` | 'root-erofs' | 'boot-ext4' | 'private-ext4' | 'efi-vfat';

/** Files on the ESP added or replaced, by absolute path; a path keeps its case. */
export function addEspFiles(files: Readonly<Record<string, Uint8Array | string>>): Change {
  const bytes = Object.fromEntries(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)]));
  return (base) => ({ ...base, esp: { ...base.esp, ...bytes } });
}

export function removeEspFile(path: string): Change {
  return (base) => ({ ...base, esp: Object.fromEntries(Object.entries(base.esp).filter(([name]) => name !== path)) });
}

/** The text of bootconfig.data; size and checksum are right. */
export function editBootConfig(edit: (text: string) => string): Change {
  return (base) => ({ ...base, bootConfig: edit(textOf(base)) });
}

/** The whole of bootconfig.data edited as bytes, trailer and all: nothing is put right. */
export function editBootConfigBytes(edit: (bytes: Buffer) => Uint8Array): Change {
  return (base) => ({ ...base, bootConfig: edit(encodeBootConfig(textOf(base))) });
}

/** One byte of bootconfig.data changed, counted from its start or, when negative, from its end (the trailer is the last 20 bytes). */
export function flipBootConfigByte(offset: number, mask = 1): Change {
  return editBootConfigBytes((bytes) => {
    const at = offset < 0 ? bytes.length + offset : offset;
    bytes[at] = bytes[at]! ^ mask;
    return bytes;
  });
}

export function removeBootConfig(): Change {
  return (base) => ({ ...base, bootConfig: undefined });
}

/** The text of BOOT's /config; the configuration inside the kernel stays. */
export function editKernelConfig(edit: (text: string) => string): Change {
  return editBootFile('/config', (bytes) => edit(bytes.toString()));
}

/** A kernel file built otherwise: another configuration inside, another codec. What states its HMAC is right. */
export function changeKernel(changes: Partial<KernelRecipe>): Change {
  return (base) => {
    if (base.kernel instanceof Uint8Array) throw new Error(`${base.name} has a kernel of bytes: use replaceKernel`);
    return { ...base, kernel: { ...base.kernel, ...changes } };
  };
}

/** Another kernel file, on BOOT or in the UKI. */
export function replaceKernel(kernel: Uint8Array): Change {
  return (base) => ({ ...base, kernel });
}

/** BOOT's .vmlinuz.hmac states another HMAC: 128 hex digits. */
export function stateKernelHmac(hmac: string): Change {
  return (base) => {
    if (base.boot.kind !== 'grub') throw new Error(`${base.name} has no kernel on BOOT`);
    return { ...base, boot: { ...base.boot, hmac } };
  };
}

/** A file on an ext4 BOOT edited. Throws when it is not there. */
export function editBootFile(path: string, edit: (bytes: Buffer) => Uint8Array | string): Change {
  return (base) => {
    if (base.boot.kind !== 'grub') throw new Error(`${base.name} has no ext4 BOOT`);
    const entry = base.boot.entries.find((each) => each.path === path);
    if (entry === undefined) throw new Error(`${base.name} has no ${path} on BOOT`);
    const edited = file(path, edit(Buffer.from(entry.content ?? '')), entry.mode);
    return { ...base, boot: { ...base.boot, entries: base.boot.entries.map((each) => (each === entry ? edited : each)) } };
  };
}

/** What PRIVATE holds instead of its ext4 filesystem. */
export function replacePrivate(content: 'zero' | 'random'): Change {
  return (base) => ({ ...base, privateContent: content });
}

/** One derived identifier differs in its last digit from the one that the build would derive. */
export function alterDerivedId(target: DerivedTarget): Change {
  if (target === 'gpt-disk-os') return (base) => ({ ...base, diskGuid: altered(base.diskGuid) });
  if (target.startsWith('gpt-part-')) return alterPartition(target.slice('gpt-part-'.length).toUpperCase());
  return (base) => {
    const ids = base.filesystemIds;
    if (target === 'efi-vfat') return { ...base, filesystemIds: { ...ids, esp: altered(ids.esp ?? '00000000') } };
    const key = target.split('-')[0] as 'root' | 'boot' | 'private';
    return { ...base, filesystemIds: { ...ids, [key]: { ...ids[key], uuid: altered(ids[key].uuid) } } };
  };
}

function alterPartition(key: string): Change {
  return (base) => {
    if (!base.partitions.some((each) => each.key === key)) throw new Error(`${base.name} has no partition ${key}`);
    return { ...base, partitions: base.partitions.map((each) => (each.key === key ? { ...each, guid: altered(each.guid) } : each)) };
  };
}

function altered(id: string): string {
  return `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
}

function textOf(base: ImageRecipe): string {
  if (typeof base.bootConfig === 'string') return base.bootConfig;
  throw new Error(`${base.name} has no bootconfig text`);
}
