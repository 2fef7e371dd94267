export { inodeContent, openContent, openFileContent } from './file-content.ts';
export type { DirectoryEntry, ExtendedAttribute, FileRun, FileStat, FileSystem, FileSystemInfo, FileType } from './file-system.ts';
export { fileTypeOfMode } from './file-type-of-mode.ts';
export { foldCase } from './fold-case.ts';
export { type ListedFolders, type LookupOptions, lookup, type TracedPath, tracePath } from './lookup.ts';
export { readFile } from './read-file.ts';
export { type WalkedFile, walk } from './walk.ts';
export { withFileOffsets } from './with-file-offsets.ts';
