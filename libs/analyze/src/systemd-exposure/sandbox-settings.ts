import { everyCapability, namesOfCapabilities } from './capability-set.ts';
import { namespaceTypes } from './namespace-set.ts';
import { flagNames, Sandbox, type WordName } from './sandbox.ts';

export interface SandboxSetting {
  readonly key: string;
  /** As one assignment would have it; lists in byte order. Calls that are allowed are all there, `@default` too. */
  readonly value: string;
}

const DEFAULTS = new Sandbox();
const OCTAL = 8;
const UMASK_DIGITS = 4;

/**
 * The settings that restrict a service, where they are not what it has without any: those of checks whose value is more than what the check says.
 * Addresses, devices, groups and credentials are not among them.
 */
export function sandboxSettings(sandbox: Sandbox): readonly SandboxSetting[] {
  const { words, user, rootDirectory, rootImage, umask } = sandbox;
  const values: Readonly<Record<string, string | undefined>> = {
    User: orNone(user),
    RootDirectory: orNone(rootDirectory),
    RootImage: orNone(rootImage),
    ...Object.fromEntries(flagNames.map((name) => [name, sandbox.flags.has(name) ? 'yes' : undefined])),
    ...Object.fromEntries((Object.keys(words) as WordName[]).map((name) => [name, words[name] === DEFAULTS.words[name] ? undefined : words[name]])),
    UMask: umask === DEFAULTS.umask ? undefined : umask.toString(OCTAL).padStart(UMASK_DIGITS, '0'),
    Delegate: sandbox.delegates ? 'yes' : undefined,
    CapabilityBoundingSet: shorterList(sandbox.boundingSet),
    AmbientCapabilities: sandbox.ambientSet === 0n ? undefined : orNone(namesOfCapabilities(sandbox.ambientSet).toSorted().join(' ')),
    RestrictNamespaces: namespacesText(sandbox.namespaces),
    RestrictAddressFamilies: sandbox.addressFamilies.text,
    SystemCallFilter: sandbox.systemCalls.text,
    SystemCallArchitectures: orNone([...sandbox.systemCallArchitectures].sort().join(' ')),
  };
  return Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }]));
}

function orNone(text: string): string | undefined {
  return text === '' ? undefined : text;
}

/** What the service can have, or after `~` what it cannot. */
function shorterList(set: bigint): string | undefined {
  if (set === everyCapability) return undefined;
  const [has, lacks] = [namesOfCapabilities(set).toSorted(), namesOfCapabilities(everyCapability & ~set).toSorted()];
  if (lacks.length === 0) return undefined;
  return has.length <= lacks.length ? has.join(' ') : `~${lacks.join(' ')}`;
}

/** `yes` when it can make none. */
function namespacesText(namespaces: Sandbox['namespaces']): string | undefined {
  if (namespaces === undefined || namespaceTypes.every((type) => namespaces.has(type))) return undefined;
  return namespaces.size === 0 ? 'yes' : [...namespaces].sort().join(' ');
}
