export type { DocumentNode } from './documents/document-node.ts';
export { type DocumentValue, type DocumentValues, type KnownValue, type UnknownValue, valueTypes } from './documents/flatten-document.ts';
export { type DocumentFormat, readDocument, readWorlds } from './documents/read-document.ts';
export { readCommandLine, readUnitText, type UnitAssignment } from './documents/read-unit-text.ts';
export { type RenderedText, showOpens } from './render/output.ts';
export { renderTemplate, type TemplateInput } from './render/render-template.ts';
export { renderWorlds, type World } from './render/render-worlds.ts';
export { type ParsedTemplate, parseTemplate } from './syntax/parse-template.ts';
export { OpenValue, type TemplateObject, type TemplateValue } from './values/template-value.ts';
