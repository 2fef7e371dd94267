export type { DirectoryEntry, ExtendedAttribute, FileRun, FileStat, FileSystem, FileSystemInfo, FileType } from './file-system.ts';
export { lookup } from './lookup.ts';
export { readFile } from './read-file.ts';
export { type WalkedFile, walk } from './walk.ts';
