export { decodeArmor } from './armor.ts';
export type { OpenPgpKeyAlgorithm, OpenPgpMaterial } from './key-material.ts';
export { type OpenPgpKey, readOpenPgpKeys } from './read-keys.ts';
export { type OpenPgpHash, type OpenPgpSignature, readOpenPgpSignatures } from './read-signatures.ts';
