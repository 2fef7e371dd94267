import type { LayeredSetting } from './layered-setting.ts';
import type { IntegerShape, SettingShape, TextShape } from './setting-shape.ts';
import type { SettingNode } from './setting-tree.ts';

/** What is wrong with a value, in words that do not repeat it. */
export interface Problem {
  readonly problem: string;
  readonly cause?: 'redacted';
}

export type Scalar = { readonly value: string | number | boolean } | Problem;

const DIGITS = /^-?[0-9]{1,19}$/;

/** What Bottlerocket's model makes of a single value. */
export function readScalar(shape: SettingShape, node: SettingNode): Scalar {
  if (node.kind !== 'scalar') return mismatch(shape, node);
  const { setting } = node;
  if (setting.value === undefined) return { problem: 'its value looks like a secret and is not kept', cause: 'redacted' };
  return convert(shape, setting, setting.value) ?? mismatch(shape, node);
}

function convert(shape: SettingShape, { type }: LayeredSetting, value: string): Scalar | undefined {
  if (shape.kind === 'boolean') return type === 'boolean' ? { value: value === 'true' } : undefined;
  if (shape.kind === 'integer') return readInteger(shape, type, value);
  if (shape.kind !== 'text') return undefined;
  return type === 'string' || (type === 'integer' && shape.fromInteger === true) ? readText(shape, value) : undefined;
}

function readText({ words }: TextShape, value: string): Scalar | undefined {
  return words === undefined || words.includes(value) ? { value } : { problem: `found a text that is none of ${words.join(', ')}` };
}

function readInteger({ fromText, words }: IntegerShape, type: LayeredSetting['type'], value: string): Scalar | undefined {
  const word = type === 'string' && words !== undefined && Object.hasOwn(words, value) ? words[value] : undefined;
  if (word !== undefined) return { value: word };
  if (type !== 'integer' && !(fromText === true && type === 'string' && DIGITS.test(value))) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? { value: number } : { problem: 'its number needs more than 53 bits' };
}

/** A value that is something else than its shape. */
export function mismatch(shape: SettingShape, node: SettingNode): Problem {
  const found = node.kind === 'scalar' ? node.setting.type : node.kind;
  return { problem: `found ${/^[aei]/.test(found) ? 'an' : 'a'} ${found}, expected ${expectation(shape)}` };
}

/** A shape in words. */
function expectation(shape: SettingShape): string {
  switch (shape.kind) {
    case 'text':
      return shape.words === undefined ? 'a string' : shape.words.join(', ');
    case 'integer':
      return 'an integer';
    case 'boolean':
      return 'a boolean';
    case 'texts':
      return 'a list of strings';
    case 'rows':
      return 'a list of lists of strings';
    case 'tables':
      return 'a list of tables';
    default:
      return 'a table';
  }
}
