// A file as it is: nothing here loads what opens containers or starts threads.
export { readBytes } from '../../block-source.ts';
export { type FileIdentity, readFileIdentity } from './file-identity.ts';
export { openFileSource } from './file-source.ts';
export { type FolderFile, isFolder, listFolder } from './list-folder.ts';
