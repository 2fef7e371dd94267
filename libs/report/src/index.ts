export { renderJsonText } from './json/render-json.ts';
export { MAX_SUMMARY } from './markdown/max-summary.ts';
export { printable } from './printable.ts';
export { type Anchor, findReporter, type Render, type RenderOptions, type Reporter, type ReporterName, reporters, type WrittenReport } from './reporters.ts';
export { renderTrace } from './trace/render-trace.ts';
