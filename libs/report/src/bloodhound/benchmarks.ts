/** A set of checks that Bottlerocket's own checker, bloodhound, runs on a host and reports on by itself. */
export interface Benchmark {
  /** The pack that has its requirements as controls, with the same ids. */
  readonly packId: string;
  /** As the checker's metadata name it (bottlerocket-core-kit, packages/os/*-checks-metadata-json). */
  readonly name: string;
  readonly version: string;
  readonly url: string;
  /** What names of its checks begin with. */
  readonly prefix: string;
}

/** The first one is reported on also when nothing was judged of it. */
export const benchmarks = [
  {
    packId: 'cis-bottlerocket-1.0',
    name: 'CIS Bottlerocket Benchmark',
    version: 'v1.0.0',
    url: 'https://www.cisecurity.org/benchmark/bottlerocket',
    prefix: 'br',
  },
  {
    packId: 'cis-kubernetes-worker',
    name: 'CIS Kubernetes Benchmark (Worker Node)',
    version: 'v1.8.0',
    url: 'https://www.cisecurity.org/benchmark/kubernetes',
    prefix: 'k8s',
  },
] as const satisfies readonly Benchmark[];

const PARTS = 4;

/** The checker's name of a check: four numbers of two digits. `1.6` → `br01060000`, `4.1.10` → `k8s04011000`. */
export function checkName({ prefix }: Benchmark, controlId: string): string {
  const parts = controlId.split('.');
  return `${prefix}${Array.from({ length: PARTS }, (_, index) => (parts[index] ?? '').padStart(2, '0')).join('')}`;
}
