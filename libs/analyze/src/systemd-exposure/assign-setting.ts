import { assignCapabilities, everyCapability } from './capability-set.ts';
import { assignMountImages } from './mount-images.ts';
import { assignNamespaces } from './namespace-set.ts';
import { parseBoolean } from './parse-boolean.ts';
import { flagNames, type Sandbox, type WordName, wordChoices } from './sandbox.ts';
import { splitPlainWords, splitQuotedWords } from './split-words.ts';
import { assignArchitectures } from './system-call-architectures.ts';
import { parseUnitPath } from './unit-path.ts';
import { resolveSpecifiers } from './unit-specifiers.ts';
import { isUserOrId } from './user-name.ts';

/** What a value has to be so that systemd loads the unit at all. */
type Refusal = string;
type Assign = (sandbox: Sandbox, value: string, unit: string) => Refusal | undefined;

interface Setting {
  readonly section: string;
  readonly key: string;
  readonly value: string;
}

const MAX_MODE = 0o7777;
/** Settings whose boolean, when it is none, keeps the unit from being loaded. */
const FATAL = new Set(['DynamicUser']);

const serviceSettings: Readonly<Record<string, Assign>> = {
  ...Object.fromEntries(flagNames.map((name) => [name, flag(name)])),
  ...Object.fromEntries((Object.keys(wordChoices) as WordName[]).map((name) => [name, word(name)])),
  User: (sandbox, value, unit) => {
    const user = resolveSpecifiers(value, unit);
    if (value !== '' && !isUserOrId(user)) return 'a user name or id';
    sandbox.user = user;
    return undefined;
  },
  Group: (_, value, unit) => (value === '' || isUserOrId(resolveSpecifiers(value, unit)) ? undefined : 'a group name or id'),
  SupplementaryGroups: (sandbox, value, unit) => {
    const { words, valid } = splitPlainWords(value);
    const groups = words.map((each) => resolveSpecifiers(each, unit));
    const wrong = groups.findIndex((each) => !isUserOrId(each));
    sandbox.hasSupplementaryGroups = value !== '' && (sandbox.hasSupplementaryGroups || (groups.length > 0 && wrong !== 0));
    return valid && wrong === -1 ? undefined : 'group names or ids';
  },
  RootDirectory: (sandbox, value, unit) => assignRoot(value, unit, (path) => (sandbox.rootDirectory = path)),
  RootImage: (sandbox, value, unit) => assignRoot(value, unit, (path) => (sandbox.rootImage = path)),
  UMask: quiet((sandbox, value) => {
    const mode = /^[ \t\n\r]*[0-7]+$/.test(value) ? Number.parseInt(value, 8) : Number.POSITIVE_INFINITY;
    if (mode <= MAX_MODE) sandbox.umask = mode;
  }),
  Delegate: quiet((sandbox, value) => {
    const delegates = value === '' ? true : parseBoolean(value);
    if (delegates !== undefined || splitQuotedWords(value).valid) sandbox.delegates = delegates ?? true;
  }),
  CapabilityBoundingSet: quiet((sandbox, value) => (sandbox.boundingSet = assignCapabilities(sandbox.boundingSet, value, everyCapability))),
  AmbientCapabilities: quiet((sandbox, value) => (sandbox.ambientSet = assignCapabilities(sandbox.ambientSet, value, 0n))),
  RestrictNamespaces: quiet((sandbox, value) => (sandbox.namespaces = assignNamespaces(sandbox.namespaces, value))),
  RestrictAddressFamilies: quiet((sandbox, value) => sandbox.addressFamilies.assign(value)),
  SystemCallFilter: quiet((sandbox, value) => sandbox.systemCalls.assign(value)),
  SystemCallArchitectures: quiet((sandbox, value) => (sandbox.systemCallArchitectures = assignArchitectures(sandbox.systemCallArchitectures, value))),
  IPAddressAllow: quiet((sandbox, value) => sandbox.ipAllow.assign(value)),
  IPAddressDeny: quiet((sandbox, value) => sandbox.ipDeny.assign(value)),
  IPIngressFilterPath: ipFilter('ingress'),
  IPEgressFilterPath: ipFilter('egress'),
  DeviceAllow: quiet((sandbox, value, unit) => sandbox.devices.assign(value, unit)),
  LoadCredential: quiet((sandbox, value, unit) => sandbox.credentials.assign(value, false, unit)),
  LoadCredentialEncrypted: quiet((sandbox, value, unit) => sandbox.credentials.assign(value, true, unit)),
  MountImages: quiet((sandbox, value, unit) => (sandbox.mountsImages = assignMountImages(sandbox.mountsImages, value, unit))),
};

const sections: Readonly<Record<string, Readonly<Record<string, Assign>>>> = {
  Service: serviceSettings,
  Unit: {
    DefaultDependencies: quiet((sandbox, value) => (sandbox.defaultDependencies = parseBoolean(value) ?? sandbox.defaultDependencies)),
  },
};

/** Reads one assignment as systemd 252 does (src/core/load-fragment.c); settings that are not scored are passed over. */
export function assignSetting(sandbox: Sandbox, { section, key, value }: Setting, unit: string): Refusal | undefined {
  const settings = Object.hasOwn(sections, section) ? sections[section]! : {};
  return Object.hasOwn(settings, key) ? settings[key]!(sandbox, value, unit) : undefined;
}

/** Whether a setting of this name is scored. */
export function isScored({ section, key }: Pick<Setting, 'section' | 'key'>): boolean {
  return Object.hasOwn(sections, section) && Object.hasOwn(sections[section]!, key);
}

/** A setting whose values, when they are wrong, are passed over. */
function quiet(assign: (sandbox: Sandbox, value: string, unit: string) => unknown): Assign {
  return (sandbox, value, unit) => {
    assign(sandbox, value, unit);
    return undefined;
  };
}

function flag(name: (typeof flagNames)[number]): Assign {
  return ({ flags }, value) => {
    const on = parseBoolean(value);
    if (on === true) flags.add(name);
    else if (on === false) flags.delete(name);
    return on === undefined && FATAL.has(name) ? 'a boolean' : undefined;
  };
}

function word(name: WordName): Assign {
  const choices: readonly string[] = wordChoices[name];
  const isBoolean = choices.includes('yes');
  return quiet(({ words }, value) => {
    const on = isBoolean ? parseBoolean(value) : undefined;
    const chosen = on === undefined ? value : on ? 'yes' : 'no';
    if (choices.includes(chosen)) words[name] = chosen;
  });
}

function assignRoot(value: string, unit: string, assign: (path: string) => void): Refusal | undefined {
  const text = resolveSpecifiers(value, unit);
  const path = text === '' ? '' : parseUnitPath(text);
  if (path === undefined) return 'an absolute path';
  assign(path);
  return undefined;
}

function ipFilter(direction: 'ingress' | 'egress'): Assign {
  return quiet(({ ipFilters }, value, unit) => {
    ipFilters[direction] = value !== '' && (ipFilters[direction] || parseUnitPath(resolveSpecifiers(value, unit)) !== undefined);
  });
}
