import { attemptRendering, type DocumentFormat, type DocumentValue, type DocumentValues, readDocument, valueTypes } from '@staticfire/analyze/templates';
import { array, type Infer, integer, isUnreadable, map, object, oneOf, optional, string, type Unreadable } from '@staticfire/facts';
import type { RenderedFile } from './template-files.ts';

const value = object({
  type: oneOf(valueTypes, 'As the file writes it'),
  value: optional(string('Of one value: text as it is, numbers in decimal, true or false')),
  items: optional(array(string('Item as text'), 'Of a list of single values')),
  file: string('The template'),
  line: integer('Line of the template that it comes from'),
});

type Value = Infer<typeof value>;
export type ValueMap = Readonly<Record<string, Value | Unreadable>>;

/** Values of a file by their path; one that only a node decides, or that only some nodes have, is unreadable with the reason. */
export function valuesSchema(description: string) {
  return map(value, `${description}. What is missing is not set, unless a path above it is unreadable`);
}

/** The values of a rendered file, or why they are not known. */
export function valuesOf(rendered: RenderedFile | Unreadable, format: DocumentFormat): ValueMap | Unreadable {
  if (isUnreadable(rendered)) return rendered;
  const read = attemptRendering(() => readDocument(rendered.worlds, format, rendered.template));
  return 'problem' in read ? { $unreadable: read.problem } : toValueMap(read.value, rendered.template);
}

export function toValueMap(values: DocumentValues, file: string): ValueMap {
  return Object.fromEntries([...values].map(([path, each]) => [path, toValue(each, file)]));
}

export function toValue(each: DocumentValue, file: string): Value | Unreadable {
  if ('open' in each) return { $unreadable: { kind: 'unsupported', structure: file, field: `line ${each.line}`, message: each.open } };
  return { ...each, file };
}
