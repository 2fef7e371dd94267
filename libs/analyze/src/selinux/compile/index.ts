export type { CilModule } from '../cil/index.ts';
export { type CompileOptions, compileCil } from './compile-cil.ts';
