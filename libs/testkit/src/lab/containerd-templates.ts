import { header } from './template-text.ts';

const CRI = 'plugins."io.containerd.grpc.v1.cri"';
const REGISTRY = 'settings.container-registry';

/** The containerd of Kubernetes in our own words, with the values of anatomy 6.5. */
function config(): string {
  return [
    header({ 'container-registry': [], 'container-runtime': [], kubernetes: [], std: ['join_array'] }),
    'version = 2\nroot = "/var/lib/containerd"\nstate = "/run/containerd"\ndisabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.devmapper"]\n\n',
    `[grpc]\naddress = "/run/containerd/containerd.sock"\n\n[${CRI}]\nenable_selinux = true\nsandbox_image = "localhost/kubernetes/pause:0.1.0"\n`,
    '{{#if settings.container-runtime.enable-unprivileged-ports}}\nenable_unprivileged_ports = {{settings.container-runtime.enable-unprivileged-ports}}\n{{/if}}\n\n',
    `[${CRI}.containerd]\ndefault_runtime_name = "shimpei"\n\n[${CRI}.containerd.runtimes.shimpei]\nruntime_type = "io.containerd.runc.v2"\nbase_runtime_spec = "/etc/containerd/cri-base.json"\n\n`,
    `[${CRI}.containerd.runtimes.shimpei.options]\nSystemdCgroup = true\nBinaryName = "shimpei"\n\n[${CRI}.cni]\nbin_dir = "/opt/cni/bin"\nconf_dir = "/etc/cni/net.d"\n\n`,
    `{{#if ${REGISTRY}.mirrors}}\n{{#each ${REGISTRY}.mirrors}}\n[${CRI}.registry.mirrors."{{registry}}"]\nendpoint = [{{join_array ", " endpoint}}]\n{{/each}}\n{{/if}}\n`,
    `{{#if ${REGISTRY}.credentials}}\n{{#each ${REGISTRY}.credentials}}\n[${CRI}.registry.configs."{{registry}}".auth]\n{{#if username}}\nusername = "{{{username}}}"\n{{/if}}\n{{#if password}}\npassword = "{{{password}}}"\n{{/if}}\n{{/each}}\n{{/if}}\n`,
  ].join('');
}

/** What containers start from, a selection. */
function baseSpec(): string {
  const section = (name: string, setting: string, open: string, close: string) =>
    `        {{~#if settings.oci-defaults.${setting}~}}\n        "${name}": ${open}\n            {{~oci_defaults "containerd" settings.oci-defaults.${setting}~}}\n        ${close},\n        {{~/if~}}\n`;
  return [
    header({ 'oci-defaults': ['oci_defaults'] }),
    '{\n    "ociVersion": "1.0.2-dev",\n    "process": {\n        "user": { "uid": 0, "gid": 0 },\n        "cwd": "/",\n',
    section('capabilities', 'capabilities', '{', '}'),
    section('rlimits', 'resource-limits', '[', ']'),
    '        "noNewPrivileges": true\n    },\n    "root": { "path": "rootfs" },\n    "linux": {\n',
    '        "maskedPaths": ["/proc/acpi", "/proc/kcore", "/proc/keys", "/sys/firmware"],\n        "readonlyPaths": ["/proc/bus", "/proc/sys", "/proc/sysrq-trigger"]\n    }\n}\n',
  ].join('');
}

/** Templates of the files that containerd reads, by name. */
export const containerdTemplates: Readonly<Record<string, string>> = {
  'containerd-config-toml_k8s_containerd_sock': config(),
  'containerd-cri-base-json': baseSpec(),
};
