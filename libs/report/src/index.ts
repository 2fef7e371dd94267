export { renderJsonText } from './json/render-json.ts';
export { printable } from './printable.ts';
export { findReporter, type RenderOptions, type Reporter, type ReporterName, reporters } from './reporters.ts';
export { renderTrace } from './trace/render-trace.ts';
