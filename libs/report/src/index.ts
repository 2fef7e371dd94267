export { printable } from './printable.ts';
export { renderTrace } from './trace/render-trace.ts';
export { findReporter, type RenderOptions, type Reporter, type ReporterName, reporters } from './reporters.ts';
