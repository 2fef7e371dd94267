import type { ResolvedSettings, SettingReading, SettingTable, SettingValue } from '@staticfire/analyze/settings';
import { OpenValue, type TemplateObject, type TemplateValue } from '@staticfire/analyze/templates';

/** What is known of a node beside its settings. */
export interface NodeKnowledge {
  /** pluto fills in settings of Kubernetes that nothing else has set (Bottlerocket's sources/api/pluto). */
  readonly hasPluto: boolean;
  /** User data were given; otherwise a node gets some that are not known. */
  readonly hasUserData: boolean;
  /** Empty when os-release could not be read. */
  readonly release: OsRelease;
}

const PLUTO = ['cluster-dns-ip', 'hostname-override', 'max-pods', 'node-ip', 'provider-id'];
/** Without these a node joins no cluster. No image has them. */
const USER_DATA = ['api-server', 'bootstrap-token', 'cluster-certificate', 'cluster-dns-ip', 'cluster-name'];

/** What templates see: `settings`, with open values for what the node or its user sets, and `os`. */
export function templateContext({ tree }: ResolvedSettings, node: NodeKnowledge): ReadonlyMap<string, TemplateObject> {
  const settings = new Map(tableOf(tree, 'settings'));
  const kubernetes = settings.get('kubernetes');
  if (kubernetes instanceof Map) settings.set('kubernetes', withNodeSettings(kubernetes, node));
  return new Map<string, TemplateObject>([
    ['settings', settings],
    ['os', osOf(node.release)],
  ]);
}

/** schnauzer's names of what os-release says. */
const OS_FIELDS = { build_id: 'buildId', pretty_name: 'prettyName', variant_id: 'variantId', version_id: 'versionId' } as const;

export type OsRelease = Readonly<Partial<Record<(typeof OS_FIELDS)[keyof typeof OS_FIELDS], string>>>;

function osOf(release: OsRelease): TemplateObject {
  const known = Object.entries(OS_FIELDS).map(([name, field]) => [name, release[field] ?? notKnown(name)] as const);
  return new Map<string, TemplateValue>([...known, ['arch', notKnown('arch')]]);
}

function notKnown(name: string): OpenValue {
  return new OpenValue(`os.${name}`, `os.${name} is not known`, true);
}

function withNodeSettings(kubernetes: TemplateObject, { hasPluto, hasUserData }: NodeKnowledge): TemplateObject {
  const open = (name: string, reason: string) => [name, new OpenValue(`settings.kubernetes.${name}`, `settings.kubernetes.${name}: ${reason}`)] as const;
  const added = new Map([
    ...(hasUserData ? [] : USER_DATA.map((name) => open(name, 'user data give it to a node'))),
    ...(hasPluto ? PLUTO.map((name) => open(name, 'pluto fills it in when the node starts')) : []),
  ]);
  return new Map([...added, ...kubernetes]);
}

/** By name, as schnauzer goes through maps. */
function tableOf({ members }: SettingTable, path: string): TemplateObject {
  return new Map([...members].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, reading]) => [name, readingOf(reading, `${path}.${name}`)]));
}

function readingOf(reading: SettingReading, path: string): TemplateValue {
  if (reading.kind === 'table') return tableOf(reading, path);
  if (reading.kind === 'value') return settingValue(reading.value);
  if (reading.kind === 'secret') return new OpenValue(path, `${path} is a secret, which is not kept`, true);
  return new OpenValue(path, reading.message, reading.cause === 'redacted');
}

function settingValue(value: SettingValue): TemplateValue {
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(settingValue);
  return new Map(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, settingValue(member as SettingValue)]),
  );
}
