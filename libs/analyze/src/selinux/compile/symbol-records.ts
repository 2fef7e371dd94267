import type { SelinuxSymbol } from '@staticfire/read/formats/selinux-policy';
import type { CilSymbols } from '../cil/index.ts';

/** Values are places plus 1. */
export function symbolRecords({ names }: CilSymbols): SelinuxSymbol[] {
  return names.items.map(({ name }, place) => ({ name, value: place + 1, isAlias: false, offset: 0 }));
}

export function aliasRecords(symbols: CilSymbols): SelinuxSymbol[] {
  return symbols.names.aliases.map((alias) => ({ name: alias.name, value: symbols.placeOf(symbols.names.actualOf(alias)) + 1, isAlias: true, offset: 0 }));
}
