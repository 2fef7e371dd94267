import { mismatch, type Problem, readScalar } from './read-scalar.ts';
import type { SettingValue } from './setting-reading.ts';
import { type SettingShape, type TablesShape, type TextsShape, text } from './setting-shape.ts';
import type { SettingNode } from './setting-tree.ts';

type ListShape = TextsShape | TablesShape | { readonly kind: 'rows' };
type Read = { readonly value: SettingValue } | Problem;

/** A list, or what stands for one. One element that is wrong spoils it all. */
export function readList(shape: ListShape, node: SettingNode): Read {
  switch (shape.kind) {
    case 'texts':
      return readTexts(shape, node);
    case 'rows':
      return node.kind === 'list' ? collect(node.items.map((item) => readTexts({ kind: 'texts' }, item))) : mismatch(shape, node);
    case 'tables':
      return readTables(shape, node);
  }
}

function readTexts(shape: TextsShape, node: SettingNode): Read {
  if (node.kind === 'list') return collect(node.items.map((item) => readScalar(text, item)));
  return shape.fromOne && node.kind === 'scalar' ? collect([readScalar(text, node)]) : mismatch(shape, node);
}

function readTables(shape: TablesShape, node: SettingNode): Read {
  if (node.kind === 'list') return collect(node.items.map((item) => readRow(shape, item)));
  if (node.kind !== 'table') return mismatch(shape, node);
  if (shape.from?.forms.includes('names')) return collect([...node.members.values()].map((member) => readRow(shape, member)));
  return shape.from?.forms.includes('map') ? collect([...node.members].map(([key, rest]) => readPair(shape, key, rest))) : mismatch(shape, node);
}

/** A table; or, in short, its key alone, or its key and the rest. */
function readRow(shape: TablesShape, node: SettingNode): Read {
  const { from } = shape;
  if (node.kind === 'table') return readFields(shape, [...node.members]);
  if (from?.forms.includes('text') && node.kind === 'scalar') return readFields(shape, [[from.key, node]]);
  const [key, rest, ...more] = node.kind === 'list' ? node.items : [];
  if (!from?.forms.includes('pairs') || key === undefined || rest === undefined || more.length > 0) return mismatch(shape, node);
  return readFields(shape, [
    [from.key, key],
    [from.rest!, rest],
  ]);
}

function readPair(shape: TablesShape, key: string, rest: SettingNode): Read {
  const fields = readFields(shape, [[shape.from!.rest!, rest]]);
  return 'problem' in fields ? fields : { value: { [shape.from!.key]: key, ...(fields.value as object) } };
}

function readFields({ fields }: TablesShape, members: readonly (readonly [string, SettingNode])[]): Read {
  const values: [string, SettingValue][] = [];
  for (const [name, node] of members) {
    const shape = Object.hasOwn(fields, name) ? fields[name]! : undefined;
    if (shape === undefined) return { problem: `an element has a field that is not known: ${name}` };
    const read = readField(shape, node);
    if ('problem' in read) return read;
    values.push([name, read.value]);
  }
  return { value: Object.fromEntries(values) };
}

function readField(shape: SettingShape, node: SettingNode): Read {
  if (shape.kind === 'texts') return readTexts(shape, node);
  if (shape.kind === 'text' && shape.secret && node.kind === 'scalar') return { value: { redacted: true } };
  return readScalar(shape, node);
}

function collect(reads: readonly Read[]): Read {
  const bad = reads.find((read) => 'problem' in read);
  return bad ?? { value: reads.map((read) => (read as { readonly value: SettingValue }).value) };
}
