import type { CompiledPolicy } from './selinux-policy.ts';

/** Which of the files that secilc makes of CIL. */
export interface PolicyOutput {
  readonly output: keyof CompiledPolicy;
  readonly cil: string;
  /** Of the binary policy. */
  readonly version: number;
  /** Whether neverallow statements are checked. */
  readonly checked: boolean;
  /** Bytes more, which are NUL, or less at its end. */
  readonly resizedBy?: number;
}

/** One file of a filesystem to build. Paths are absolute inside it; `label` null means no security.selinux. */
export interface TreeEntry {
  readonly path: string;
  readonly kind: 'directory' | 'file' | 'symlink' | 'character-device';
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Bytes or text of a file, the target of a symlink. */
  readonly content?: Uint8Array | string;
  /** A file on this machine to copy instead of `content`. */
  readonly source?: string;
  /** SELinux policy that secilc compiles to the content. */
  readonly compiled?: PolicyOutput;
  readonly device?: readonly [major: number, minor: number];
  readonly xattrs?: Readonly<Record<string, Uint8Array | string>>;
  readonly label?: string | null;
}

export function directory(path: string, mode = 0o755): TreeEntry {
  return { path, kind: 'directory', mode };
}

export function file(path: string, content: Uint8Array | string, mode = 0o644): TreeEntry {
  return { path, kind: 'file', mode, content };
}

export function symlink(path: string, target: string): TreeEntry {
  return { path, kind: 'symlink', mode: 0o777, content: target };
}

/** Sorted by path, with the directories that entries need and nobody named; a later entry replaces an earlier one. */
export function completeTree(entries: readonly TreeEntry[]): TreeEntry[] {
  const byPath = new Map<string, TreeEntry>();
  for (const entry of entries) byPath.set(entry.path, entry);
  for (const path of [...byPath.keys()].flatMap(parentsOf)) if (!byPath.has(path)) byPath.set(path, directory(path));
  return [...byPath.values()].sort((a, b) => compareBytes(a.path, b.path));
}

export function withoutPath(entries: readonly TreeEntry[], path: string): TreeEntry[] {
  return entries.filter((entry) => entry.path !== path);
}

function parentsOf(path: string): string[] {
  const parts = path.split('/').slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
