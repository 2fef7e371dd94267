export type { CilModule } from '../cil/index.ts';
export type { Neverallow } from './neverallow.ts';
export { readNeverallows } from './read-neverallows.ts';
