export { parseTufRoot, type TufKey, type TufRole, type TufRoot, type TufSignature } from './parse-tuf-root.ts';
export type { TufFieldMap } from './tuf-fields.ts';
