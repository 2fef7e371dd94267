export { canonicalContext } from './canonical-context.ts';
export { type Context, contextOf } from './context.ts';
export { InvalidContextError } from './invalid-context-error.ts';
export type { Level } from './level.ts';
export { parseContext } from './parse-context.ts';
