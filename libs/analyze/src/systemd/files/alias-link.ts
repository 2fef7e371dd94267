import { mayAlias, mayTemplate, parseUnitName, type UnitName } from '../names/unit-name.ts';

/** Why a symlink is no alias, with the errno of systemd. ELOOP: it leads to its own name, which PID 1 takes for no error. */
export interface AliasRefusal {
  readonly errno: 'EINVAL' | 'EXDEV' | 'ELOOP';
  readonly reason: string;
}

/**
 * Whether a symlink of a search folder may make `alias` a name of `target` (systemd src/basic/unit-file.c,
 * `unit_validate_alias_symlink_or_warn`). It may → undefined.
 */
export function refuseAlias(alias: string, target: string): AliasRefusal | undefined {
  const source = parseUnitName(alias);
  if (source === undefined) return { errno: 'EINVAL', reason: `${alias} is no name of a unit` };
  if (!mayAlias(source.type)) return { errno: 'EINVAL', reason: `units of type ${source.type} have no other names` };
  if (source.kind !== 'plain' && !mayTemplate(source.type)) return { errno: 'EINVAL', reason: `units of type ${source.type} have no templates` };
  if (alias === target) return { errno: 'ELOOP', reason: 'it leads to its own name' };
  const destination = parseUnitName(target);
  if (destination === undefined) return { errno: 'EXDEV', reason: `${target} is no name of a unit` };
  return refusePair(source, destination);
}

function refusePair(source: UnitName, target: UnitName): AliasRefusal | undefined {
  const isInstantiated = source.kind === 'instance' && target.kind === 'template';
  if (source.kind !== target.kind && !isInstantiated) return { errno: 'EXDEV', reason: `${target.name} is a ${target.kind} unit, and ${source.name} is not` };
  if (target.kind === 'instance' && source.instance !== target.instance) return { errno: 'EXDEV', reason: `${target.name} is another instance` };
  return source.type === target.type ? undefined : { errno: 'EXDEV', reason: `${target.name} is of another type` };
}

/**
 * Whether a link in a `.wants` or `.requires` folder, or an Alias= with a slash, has the name of the unit it leads to
 * (systemd, `unit_symlink_name_compatible`).
 */
export function isNamedAsTarget(link: string, target: string, propagatesInstance: boolean): boolean {
  const [from, to] = [parseUnitName(link), parseUnitName(target)];
  if (link === target && from !== undefined && from.kind !== 'template') return true;
  if (from === undefined || to?.kind !== 'template' || from.prefix !== to.prefix || from.type !== to.type) return false;
  return from.kind === 'instance' || (propagatesInstance && from.kind === 'template');
}
