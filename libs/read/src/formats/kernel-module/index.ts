export { type ModinfoEntry, parseModinfo } from './parse-modinfo.ts';
export { type ModuleSignature, readModuleSignature } from './read-module-signature.ts';
export type { SignatureHash } from './signature-algorithms.ts';
export type { SignerInfo } from './signer-info.ts';
