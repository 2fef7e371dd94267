import { type LoadedUnit, PERPETUAL } from '../load/loaded-unit.ts';
import { booleanOf } from '../values/boolean.ts';

/** DefaultDependencies=: of what is always there no. */
export function hasDefaultDependencies({ name, settings }: Pick<LoadedUnit, 'name' | 'settings'>): boolean {
  return booleanOf(settings, 'Unit', 'DefaultDependencies', !PERPETUAL.has(name.name));
}
