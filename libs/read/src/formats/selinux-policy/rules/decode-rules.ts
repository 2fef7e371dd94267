import { permissionMask } from '../permission-mask.ts';
import type { PolicyCursor } from '../policy-cursor.ts';
import type { SymbolTable } from '../symbol-table.ts';
import type { SelinuxClass } from '../symbols.ts';
import { ACCESS_RULES, EXTENDED_RULES, ruleKinds, TYPE_RULES } from './rule-kind.ts';
import type { Conditional, ConditionalNode, RuleTable } from './rule-table.ts';
import { RuleTableBuilder } from './rule-table-builder.ts';

const VERSION_XPERMS = 30;
const VERSION_CONDITIONAL_XPERMS = 34;
const RULE_LENGTH = 12;
const CONDITIONAL_LENGTH = 16;
const CONDITIONAL_NODE_LENGTH = 8;
const BITMAP_LENGTH = 32;
/** Set in memory by the kernel and libsepol; of no meaning in a file. */
const ENABLED = 0x8000;
const KNOWN_KINDS = ACCESS_RULES | TYPE_RULES | EXTENDED_RULES;

interface Part {
  readonly builder: RuleTableBuilder;
  readonly masks: Uint32Array;
  readonly extendedAllowed: boolean;
  readonly conditional: number;
}

/** The access vector table and the conditionals behind it. */
export function decodeRules(
  cursor: PolicyCursor,
  version: number,
  classes: SymbolTable<SelinuxClass>,
): { readonly rules: RuleTable; readonly conditionals: readonly Conditional[] } {
  const builder = new RuleTableBuilder();
  const masks = Uint32Array.from({ length: classes.maxValue + 1 }, (_, value) => permissionMask(classes.at(value)?.permissionCount ?? 0));
  cursor.section = 'avtab';
  readRules(cursor, { builder, masks, extendedAllowed: version >= VERSION_XPERMS, conditional: -1 });
  builder.endUnconditional();
  cursor.section = 'conditionals';
  const extendedAllowed = version >= VERSION_CONDITIONAL_XPERMS;
  const conditionals = Array.from({ length: cursor.count('len', CONDITIONAL_LENGTH) }, (_, index): Conditional => {
    const { offset } = cursor;
    const currentState = cursor.u32('cur_state');
    const expression = readExpression(cursor);
    for (const branch of [0, 1]) readRules(cursor, { builder, masks, extendedAllowed, conditional: 2 * index + branch });
    return { currentState, expression, offset };
  });
  return { rules: builder.build(), conditionals };
}

function readExpression(cursor: PolicyCursor): ConditionalNode[] {
  const nodes = cursor.count('nexpr', CONDITIONAL_NODE_LENGTH);
  return Array.from({ length: nodes }, () => ({ operator: cursor.u32('expr_type'), boolean: cursor.u32('boolean') }));
}

/** u32 number of rules, then for each u16 source, target, class, kind and u32 data or 34 bytes of extended permissions. */
function readRules(cursor: PolicyCursor, part: Part): void {
  const { builder } = part;
  const first = builder.count;
  const { source, target, tclass, kind, data, conditional, offset } = builder.grow(cursor.count('rules', RULE_LENGTH));
  for (let rule = first; rule < builder.count; rule++) {
    offset[rule] = cursor.offset;
    source[rule] = cursor.u16('source_type');
    target[rule] = cursor.u16('target_type');
    tclass[rule] = cursor.u16('target_class');
    kind[rule] = readKind(cursor, part);
    data[rule] = readData(cursor, part, kind[rule]!, tclass[rule]!);
    conditional[rule] = part.conditional;
  }
}

function readKind(cursor: PolicyCursor, { extendedAllowed }: Part): number {
  const kind = cursor.u16('specified') & ~ENABLED;
  if (kind === 0 || (kind & (kind - 1)) !== 0 || (kind & KNOWN_KINDS) === 0) throw cursor.error('specified', `0x${kind.toString(16)}`, 'one kind of rule');
  if ((kind & EXTENDED_RULES) !== 0 && !extendedAllowed) throw cursor.error('specified', `0x${kind.toString(16)}`, 'no extended rule in this version');
  return kind;
}

function readData(cursor: PolicyCursor, { builder, masks }: Part, kind: number, tclass: number): number {
  if ((kind & EXTENDED_RULES) !== 0) {
    return builder.xperms.push({ kind: cursor.u8('xperms specified'), driver: cursor.u8('xperms driver'), bitmap: cursor.bytes(BITMAP_LENGTH, 'xperms') }) - 1;
  }
  const data = cursor.u32('data');
  if ((kind & ACCESS_RULES) === 0) return data;
  return (kind === ruleKinds.dontaudit ? ~data : data) & (masks[tclass] ?? 0);
}
