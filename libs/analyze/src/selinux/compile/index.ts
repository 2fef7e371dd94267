export type { CilModule } from '../cil/index.ts';
export { type CompileOptions, compileCil } from './compile-cil.ts';
export { type CilChange, SamplePolicy } from './sample-policy.ts';
