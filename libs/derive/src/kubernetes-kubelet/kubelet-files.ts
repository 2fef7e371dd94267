import { isUnreadable, type Unreadable } from '@staticfire/facts';
import type { ConfigurationFile } from '../rendered-files/configuration-files.ts';
import { type ValueMap, valuesOf } from '../rendered-files/document-values.ts';
import type { Rendering } from '../rendered-files/rendering-needs.ts';
import { dropInsOf } from '../rendered-files/unit-drop-ins.ts';
import { environmentFiles } from '../rendered-files/unit-environment.ts';
import type { KnownUnit } from '../rendered-files/unit-input.ts';
import { KUBELET_UNIT } from './kubelet-command.ts';
import type { Flags } from './kubelet-flags.ts';
import type { kubeletRoles } from './kubernetes-kubelet.schema.ts';

type Role = (typeof kubeletRoles)[number];

/** A file that a node writes for kubelet; `unknown` when it is not known which one. */
export type KubeletFile = { readonly role: Role } & (
  | { readonly configuration: ConfigurationFile }
  | { readonly path: string }
  | { readonly unknown: Unreadable }
);

const BY_FLAG: Readonly<Partial<Record<Role, string>>> = {
  config: 'config',
  kubeconfig: 'kubeconfig',
  'bootstrap-kubeconfig': 'bootstrap-kubeconfig',
  'credential-provider': 'image-credential-provider-config',
};
/** The option and the field of KubeletConfiguration that name a file; the option wins. */
const BY_FIELD: Readonly<Partial<Record<Role, readonly [flag: string, field: string]>>> = {
  'client-ca': ['client-ca-file', 'authentication.x509.clientCAFile'],
  'server-certificate': ['tls-cert-file', 'tlsCertFile'],
  'server-key': ['tls-private-key-file', 'tlsPrivateKeyFile'],
};
/** Where Bottlerocket writes it, for images whose unit does not tell. */
const CONFIG_PATH = '/etc/kubernetes/kubelet/config';

/** Files by what names them: the unit, the command line. */
export function filesByCommand(unit: KnownUnit | undefined, flags: Flags, rendering: Rendering): readonly KubeletFile[] {
  const dropIns = dropInsOf(KUBELET_UNIT, rendering.files).map((configuration): KubeletFile => ({ role: 'drop-in', configuration }));
  const environment = unit === undefined ? [] : environmentFiles(unit).map((path) => fileAt('environment', path, rendering));
  const named = Object.entries(BY_FLAG).map(([role, flag]) => fileOf(role as Role, flagValue(flags, flag) ?? fallback(role, flags), rendering));
  return [...dropIns, ...environment.filter((file) => 'configuration' in file), ...named].filter((file) => file !== undefined);
}

/** Files that KubeletConfiguration names, unless the command line names others. */
export function filesByConfig(flags: Flags, config: ValueMap | Unreadable | undefined, rendering: Rendering): readonly KubeletFile[] {
  const files = Object.entries(BY_FIELD).map(([role, [flag, field]]) => {
    const path = flagValue(flags, flag) ?? (config === undefined || isUnreadable(config) ? config : fieldValue(config, field));
    return fileOf(role as Role, path, rendering);
  });
  return files.filter((file) => file !== undefined);
}

/** The values of a file; a path that the node writes nothing to is not known. */
export function documentOf(files: readonly KubeletFile[], role: Role, rendering: Rendering): ValueMap | Unreadable | undefined {
  const file = files.find((each) => each.role === role);
  if (file === undefined) return undefined;
  if ('unknown' in file) return file.unknown;
  return 'configuration' in file ? valuesOf(rendering.templates.render(file.configuration.template), 'yaml') : notRendered(file.path);
}

export function notRendered(path: string): Unreadable {
  return { $unreadable: { kind: 'unsupported', structure: path, message: 'kubelet reads it, and the image has no template that it is rendered from' } };
}

function fallback(role: string, flags: Flags): string | undefined {
  return role === 'config' && (flags === undefined || isUnreadable(flags)) ? CONFIG_PATH : undefined;
}

function flagValue(flags: Flags, name: string): string | Unreadable | undefined {
  if (flags === undefined || isUnreadable(flags)) return undefined;
  const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
  return flag === undefined || isUnreadable(flag) ? flag : flag.value;
}

function fieldValue(values: ValueMap, path: string): string | Unreadable | undefined {
  const value = Object.hasOwn(values, path) ? values[path] : undefined;
  return value === undefined || isUnreadable(value) ? value : value.value;
}

function fileOf(role: Role, path: string | Unreadable | undefined, rendering: Rendering): KubeletFile | undefined {
  if (path === undefined || path === '') return undefined;
  return isUnreadable(path) ? { role, unknown: path } : fileAt(role, path, rendering);
}

function fileAt(role: Role, path: string, { files }: Rendering): KubeletFile {
  const configuration = files.find((each) => each.path === path);
  return configuration === undefined ? { role, path } : { role, configuration };
}
