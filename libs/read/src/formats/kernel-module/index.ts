export { type ModinfoEntry, parseModinfo } from './parse-modinfo.ts';
export { type ModuleSignature, readModuleSignature } from './read-module-signature.ts';
