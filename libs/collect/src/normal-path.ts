/**
 * A path on ROOT without what a new kernel or another architecture would change:
 * `/x86_64-bottlerocket-linux-gnu/sys-root/usr/…` is `/usr/…`, the kernel version `{kver}`, the architecture `{arch}`.
 */
export function normalPath(path: string): string {
  return path
    .replace(/^\/[a-z0-9_]+-bottlerocket-linux-[a-z]+\/sys-root(?=\/|$)/, '')
    .replace(/^(\/usr\/(?:lib\/modules|src\/kernels|share\/bottlerocket\/kernel-devel))\/[0-9][^/]*/, '$1/{kver}')
    .replaceAll(/\b(?:x86_64|aarch64)(?=-bottlerocket-linux-)/g, '{arch}');
}
