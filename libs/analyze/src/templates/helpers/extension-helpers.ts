import { templateError } from '../syntax/template-error.ts';
import { isList, isObject, OpenValue, type TemplateObject, type TemplateValue } from '../values/template-value.ts';
import { printing, refuse, scalarAt, textAt } from './standard-helpers.ts';
import type { HelperCall, TemplateHelper } from './template-helper.ts';

/** Those of the extensions `kubernetes`, `ecs`, `network` and `oci-defaults` (schnauzer, helpers/mod.rs). Others are not worked out. */
export const extensionHelpers: Readonly<Record<string, TemplateHelper>> = {
  join_node_taints: printing(1, joinTaints),
  kube_reserve_cpu: printing(1, (call) => scalarAt(call, 0) ?? new OpenValue(call.source, 'it follows from the number of processors')),
  kube_reserve_memory: printing(2, reserveMemory),
  ecs_metadata_service_limits: printing(2, metadataLimits),
  host: printing(1, (call) => hostOf(call, textAt(call, 0))),
  oci_defaults: printing(2, ociDefaults),
};

function joinTaints(call: HelperCall): string {
  const taints = call.arguments[0]!.value;
  if (!isObject(taints)) return '';
  const values = [...taints].flatMap(([key, list]) => refuse(isList(list) ? list : undefined, call, 'lists of taints').map((value) => [key, value] as const));
  return values.map(([key, value]) => `${key}=${refuse(typeof value === 'string' ? value : undefined, call, 'taints that are texts')}`).join(',');
}

/** Mebibytes for the pods that a node may have. */
function reserveMemory(call: HelperCall): string {
  const pods = call.arguments[0]!.value;
  const count = refuse(typeof pods === 'number' && Number.isInteger(pods) && pods >= 0 ? pods : undefined, call, 'a number of pods');
  return scalarAt(call, 1) ?? `${count * 11 + 255}Mi`;
}

function metadataLimits(call: HelperCall): string {
  const limit = (index: number, otherwise: number): number => {
    const value = call.arguments[index]!.value ?? otherwise;
    return refuse(typeof value === 'number' ? value : undefined, call, 'numbers');
  };
  return `${limit(0, 40)},${limit(1, 60)}`;
}

function hostOf(call: HelperCall, text: string): string {
  const host = URL.canParse(text) ? new URL(text).hostname : '';
  return refuse(host === '' ? undefined : host, call, 'an absolute URL');
}

const EFA = 'an Elastic Fabric Adapter is attached';
const UNLIMITED: TemplateObject = new Map<string, TemplateValue>([
  ['hard-limit', -1],
  ['soft-limit', -1],
]);

const RLIMITS: ReadonlyMap<string, string> = new Map([
  ['max-address-space', 'AS'],
  ['max-core-file-size', 'CORE'],
  ['max-cpu-time', 'CPU'],
  ['max-data-size', 'DATA'],
  ['max-file-locks', 'LOCKS'],
  ['max-file-size', 'FSIZE'],
  ['max-locked-memory', 'MEMLOCK'],
  ['max-msgqueue-size', 'MSGQUEUE'],
  ['max-nice-priority', 'NICE'],
  ['max-open-files', 'NOFILE'],
  ['max-pending-signals', 'SIGPENDING'],
  ['max-processes', 'NPROC'],
  ['max-realtime-priority', 'RTPRIO'],
  ['max-realtime-timeout', 'RTTIME'],
  ['max-resident-set', 'RSS'],
  ['max-stack-size', 'STACK'],
]);

/** What is rendered is told by the name of the setting: `settings.oci-defaults.capabilities`. */
function ociDefaults(call: HelperCall): string {
  const runtime = textAt(call, 0);
  if (runtime !== 'containerd' && runtime !== 'docker') throw templateError(call.place, `${call.source}: expected containerd or docker`);
  const { value, source } = call.arguments[1]!;
  const values = refuse(isObject(value) ? value : undefined, call, 'a table');
  const section = source.split('.').at(-1);
  if (section === 'capabilities') return capabilities(values, runtime);
  return refuse(section === 'resource-limits' ? limits(values, runtime, call) : undefined, call, 'capabilities or resource-limits');
}

function capabilities(values: TemplateObject, runtime: 'containerd' | 'docker'): string {
  const enabled = [...values].flatMap(([name, value]) => (value === true ? [`"CAP_${name.toUpperCase().replaceAll('-', '_')}"`] : []));
  const list = `[${enabled.sort().join(',\n')}]`;
  return runtime === 'docker' ? list : `${['bounding', 'effective', 'permitted'].map((set) => `"${set}": ${list}`).join(',\n')}\n`;
}

function limits(values: TemplateObject, runtime: 'containerd' | 'docker', call: HelperCall): string {
  const all = [...values].sort(([a], [b]) => (a < b ? -1 : 1));
  // Schnauzer's order is any; behind the others it moves none of them.
  if (!values.has('max-locked-memory') && call.choose(EFA)) all.push(['max-locked-memory', UNLIMITED]);
  return all.map(([name, limit]) => renderLimit(refuse(RLIMITS.get(name), call, `a resource limit instead of ${name}`), limit, runtime, call)).join(',\n');
}

function renderLimit(name: string, limit: TemplateValue, runtime: 'containerd' | 'docker', call: HelperCall): string {
  const [hard, soft] = ['hard-limit', 'soft-limit'].map((side) => {
    const value = isObject(limit) ? limit.get(side) : undefined;
    return refuse(typeof value === 'number' ? value : undefined, call, `a ${side}`);
  }) as [number, number];
  const lower = name.toLowerCase();
  if (runtime === 'docker') return ` "${lower}":{ "Name": "${lower}", "Hard": ${hard}, "Soft": ${soft} }`;
  const unsigned = (value: number) => (value === -1 ? '18446744073709551615' : String(value));
  return `{ "type": "RLIMIT_${name}", "hard": ${unsigned(hard)}, "soft": ${unsigned(soft)} }`;
}
