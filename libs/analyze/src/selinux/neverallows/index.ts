export type { CilModule } from './cil-module.ts';
export type { Neverallow } from './neverallow.ts';
export { readNeverallows } from './read-neverallows.ts';
