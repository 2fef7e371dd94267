import type { KernelConfigFact, RootInventory, VerityTree } from '@staticfire/collect/facts';
import type { UnreadableParts } from './unreadable-parts.ts';

/** Of kernel.config. */
const MAX_DIFFERENCES = 1000;
const NOTHING: UnreadableParts = { count: 0 };

/** Facts that say in members of their own what they leave out; all others do it with an element that is unreadable. */
const CUT_SHORT: Readonly<Record<string, (value: never) => UnreadableParts>> = {
  'root.inventory': ({ complete, unreadable }: RootInventory) =>
    complete
      ? NOTHING
      : { count: Math.max(unreadable.length, 1), problem: unreadable[0] === undefined ? 'not everything could be read' : unreadable[0].error.message },
  'kernel.config': ({ notRead, differences }: KernelConfigFact) => {
    if (notRead[0] !== undefined) return { count: notRead.length, problem: `${notRead[0].path}: ${notRead[0].why}` };
    return differences.length < MAX_DIFFERENCES ? NOTHING : { count: 0, problem: `no more than ${MAX_DIFFERENCES} differences of its copies are listed` };
  },
  'verity.tree': ({ damagedCount, damagedBlocks }: VerityTree) => {
    const count = Math.max(damagedCount - damagedBlocks.length, 0);
    return count === 0 ? NOTHING : { count, problem: `${damagedCount} blocks are damaged, of which ${damagedBlocks.length} are listed` };
  },
};

/** What the value of a fact says that it leaves out. */
export function cutShort(name: string, value: unknown): UnreadableParts {
  return Object.hasOwn(CUT_SHORT, name) ? CUT_SHORT[name]!(value as never) : NOTHING;
}
