import type { ControlStatus } from '@staticfire/findings';

/**
 * Controls of CIS Bottlerocket 1.0.0 on a stock image that do not pass, from controls.md section 1: what fails on stock, what only a
 * running host shows, what a person decides.
 */
export const STOCK_CONTROLS: Readonly<Record<string, ControlStatus>> = {
  ...fails('1.1.1.1', '3.1.1', '3.2.2', '3.2.3', '3.2.4', '3.3.1'),
  '1.6': 'manual',
  '3.4.1.1': 'runtime-only',
  '3.4.1.2': 'runtime-only',
  '3.4.1.3': 'manual',
  '3.4.2.1': 'runtime-only',
  '3.4.2.2': 'runtime-only',
  '3.4.2.3': 'manual',
  // The image shows that chronyd has a unit and servers; whether presets enable it is not worked out yet.
  '2.1.1.1': 'partial',
  '4.1.2': 'partial',
};

/**
 * Controls of CIS Kubernetes on a stock image for AWS that do not pass, from controls.md section 2: a drop-in with 0644, kube-proxy in a pod, sign-in
 * by a program, what a node is told when it starts, what a person decides.
 */
export const KUBERNETES_CONTROLS: Readonly<Record<string, ControlStatus>> = {
  ...fails('4.1.1'),
  '4.1.3': 'not-applicable',
  '4.1.4': 'not-applicable',
  '4.2.3': 'partial',
  '4.2.7': 'manual',
  '4.2.8': 'manual',
  '4.2.10': 'not-applicable',
  '4.2.15': 'manual',
  '4.3.1': 'runtime-only',
};

function fails(...ids: string[]): Record<string, ControlStatus> {
  return Object.fromEntries(ids.map((id) => [id, 'fail' as const]));
}

/** What settings can do about them: user data with these leaves no control failing. */
export const HARDENING = `[settings.kernel.modules.udf]
allowed = false

[settings.kernel.modules.sctp]
allowed = false

[settings.kernel.sysctl]
"net.ipv4.conf.all.send_redirects" = "0"
"net.ipv4.conf.default.send_redirects" = "0"
"net.ipv4.conf.all.accept_redirects" = "0"
"net.ipv4.conf.default.accept_redirects" = "0"
"net.ipv6.conf.all.accept_redirects" = "0"
"net.ipv6.conf.default.accept_redirects" = "0"
"net.ipv4.conf.all.secure_redirects" = "0"
"net.ipv4.conf.default.secure_redirects" = "0"
"net.ipv4.conf.all.log_martians" = "1"
"net.ipv4.conf.default.log_martians" = "1"
`;
