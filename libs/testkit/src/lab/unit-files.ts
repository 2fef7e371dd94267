import { mountUnits } from './mount-units.ts';
import { systemdUnits } from './systemd-units.ts';
import { file, symlink, type TreeEntry } from './tree.ts';

/** Before tmpfiles.d, which asks the file contexts. */
export const POLICY_COPY = '/usr/bin/cp -r -n /usr/share/factory/etc/selinux /etc';

const SERVICES = {
  'apiserver.service': service('lab API server', '/usr/bin/apiserver --socket-path /run/api.sock --socket-gid 274', 'preconfigured.target'),
  'containerd.service': service('lab container runtime', '/usr/bin/containerd', 'multi-user.target'),
  // A drop-in that the node renders says what is run.
  'kubelet.service': service('lab kubelet', '/usr/bin/false', 'multi-user.target', 'EnvironmentFile=/etc/kubernetes/kubelet/env\n'),
  'chronyd.service': service('lab clock', '/usr/sbin/chronyd -d -F -1', 'configured.target'),
};

/** What fills in settings of Kubernetes before others are started. */
export const PLUTO = 'pluto.service';

const SECURITY_SERVICES = {
  [PLUTO]: oneshot('lab settings of Kubernetes', '/usr/bin/pluto', 'preconfigured.target'),
  'selinux-policy-files.service': oneshot('lab SELinux files', POLICY_COPY, 'local-fs.target'),
  'disable-kexec-load.service': oneshot('lab end of kexec', '/usr/bin/true', 'preconfigured.target'),
  'audit-rules.service': oneshot('lab audit rules', '/usr/bin/true', 'preconfigured.target'),
  'mark-successful-boot.service': oneshot('lab mark of a boot that went well', '/usr/bin/signpost mark-successful-boot', 'preconfigured.target'),
};

const TARGETS = {
  'preconfigured.target': '[Unit]\nDescription=lab stage one\nRequires=basic.target\nAfter=basic.target\nAllowIsolate=yes\n',
  'configured.target':
    '[Unit]\nDescription=lab stage two\nRequires=preconfigured.target\nAfter=preconfigured.target\nAllowIsolate=yes\n\n[Install]\nRequiredBy=multi-user.target\n',
};

const STAGES = {
  'activate-configured.service': activation('configured', 'preconfigured'),
  'activate-multi-user.service': activation('multi-user', 'configured'),
};

/** A few systemd units in our own words, with the names and options of anatomy 7. */
export function unitFiles(usr: string): TreeEntry[] {
  const units = `${usr}/lib/systemd/system`;
  const texts = { ...SERVICES, ...SECURITY_SERVICES, ...TARGETS, ...STAGES };
  return [
    ...Object.entries(texts).map(([name, text]) => file(`${units}/${name}`, text)),
    ...systemdUnits(usr),
    ...mountUnits(usr),
    symlink(`${units}/default.target`, 'preconfigured.target'),
    file(`${usr}/lib/systemd/system-preset/90-systemd.preset`, 'enable systemd-networkd.service\ndisable debug-shell.service\ndisable console-getty.service\n'),
    file(`${usr}/lib/systemd/system.conf.d/80-release.conf`, '[Manager]\nDefaultTimeoutStopSec=10s\nManagerEnvironment=TZ=:UTC\n'),
    file(`${usr}/lib/systemd/journald.conf.d/journald.conf`, '[Journal]\nStorage=persistent\nSplitMode=none\n'),
  ];
}

/** When all that the one target asks for is there, the next one becomes the default, and systemd is told to go there. */
export function activation(next: string, after: string): string {
  const order = `[Unit]\nDescription=lab start of ${next}\nRequires=${after}.target\nAfter=${after}.target\n`;
  const commands = `ExecStart=/usr/bin/systemctl set-default ${next}\nExecStart=/usr/bin/systemctl isolate default --no-block\n`;
  return `${order}\n[Service]\nType=oneshot\n${commands}RemainAfterExit=true\n\n[Install]\nWantedBy=${after}.target\n`;
}

function service(description: string, exec: string, target: string, settings = ''): string {
  return `[Unit]\nDescription=${description}\n\n[Service]\n${settings}ExecStart=${exec}\nRestart=always\n\n[Install]\nWantedBy=${target}\n`;
}

function oneshot(description: string, exec: string, target: string): string {
  return `[Unit]\nDescription=${description}\n\n[Service]\nType=oneshot\nExecStart=${exec}\nRemainAfterExit=true\n\n[Install]\nRequiredBy=${target}\n`;
}
