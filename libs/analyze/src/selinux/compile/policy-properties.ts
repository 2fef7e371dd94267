import { policyCapabilityBit, policyCapabilityName, type SelinuxPolicyHeader } from '@staticfire/read/formats/selinux-policy';
import { type CilProgram, type CilStatement, CilTable, isTrueAt, nameAt, wrong } from '../cil/index.ts';

type HandleUnknown = SelinuxPolicyHeader['handleUnknown'];

const ACTIONS: readonly HandleUnknown[] = ['deny', 'reject', 'allow'];

/** Without a statement, no policy has MLS. */
export function isMlsPolicy(program: CilProgram): boolean {
  const statement = single(program.all('mls'));
  return statement !== undefined && isTrueAt(statement, 0);
}

/** Without a statement, what is unknown is denied. */
export function handleUnknown(program: CilProgram): HandleUnknown {
  const statement = single(program.all('handleunknown'));
  if (statement === undefined) return 'deny';
  const action = ACTIONS.find((each) => each === nameAt(statement, 0));
  if (action === undefined) throw wrong(statement, nameAt(statement, 0), ACTIONS.join(', '));
  return action;
}

/** By name, in the order of their bits. */
export function capabilities(program: CilProgram): string[] {
  const table = new CilTable<number>('a policycap that is declared', program.blocks);
  const bits = program.all('policycap').map((statement) => {
    const bit = policyCapabilityBit(nameAt(statement, 0));
    if (bit === undefined) throw wrong(statement, nameAt(statement, 0), 'a policy capability');
    return table.declare(statement, () => bit);
  });
  return [...new Set(bits)].sort((a, b) => a - b).map(policyCapabilityName);
}

function single([first, second]: readonly CilStatement[]): CilStatement | undefined {
  if (second !== undefined) throw wrong(second, undefined, 'the statement once');
  return first;
}
