import { type ASTNode, serialize } from '@marcbachmann/cel-js';

export interface CheckedType {
  readonly kind: string;
  readonly name?: string;
  readonly valueType?: CheckedType;
}

/** The parts of the AST that this walk looks at; checkedType is set by cel-js's checker. */
export interface Node {
  readonly op: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of args depends on op, which the walk switches on
  readonly args: any;
  readonly start: number;
  /** The first character behind it. */
  readonly end: number;
  readonly checkedType?: CheckedType;
}

export function isAccess(node: Node): boolean {
  return ['.', '.?', '[]', '[?]'].includes(node.op);
}

/** The literal name of a field access. */
export function fieldName(node: Node): string | undefined {
  if (!node.op.startsWith('[')) return node.args[1] as string;
  const key = node.args[1] as Node;
  return key.op === 'value' && typeof key.args === 'string' ? key.args : undefined;
}

/** Where the name, or the key, of an access starts. */
export function placeOfName(node: Node): number {
  const [, name] = node.args as [Node, Node | string];
  return typeof name === 'string' ? node.end - name.length : name.start;
}

export function literals(node: Node): readonly Node[] {
  if (node.op === 'list') return (node.args as Node[]).flatMap(literals);
  return node.op === 'value' ? [node] : [];
}

export function children(node: Node): readonly Node[] {
  const nested = (value: unknown): Node[] => (Array.isArray(value) ? value.flatMap(nested) : isNode(value) ? [value] : []);
  return nested(Array.isArray(node.args) ? node.args : [node.args]);
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

export function unwrap(type: CheckedType | undefined): CheckedType | undefined {
  return type?.kind === 'optional' ? type.valueType : type;
}

export function text(node: Node): string {
  return serialize(node as unknown as ASTNode);
}
