import type { FactOrigin } from '@staticfire/facts';

/** `derived from kernel.config, boot.cmdline`, `collected from grub.cfg` */
export function describeOrigin(origin: FactOrigin): string {
  if (origin.kind === 'derived' && origin.from.length === 0) return 'derived from user data alone';
  return origin.kind === 'derived' ? `derived from ${origin.from.join(', ')}` : `collected from ${origin.reads.join('; ')}`;
}
