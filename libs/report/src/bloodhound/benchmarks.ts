/** A set of checks that Bottlerocket's own checker, bloodhound, runs on a host and reports on by itself. */
export interface Benchmark {
  /** The pack that has its requirements as controls. */
  readonly packId: string;
  /** Its checks, each with the controls that come to the same; without them every control is a check with the same id. */
  readonly checks?: readonly { readonly id: string; readonly controls: readonly string[] }[];
  /** As the checker's metadata name it (bottlerocket-core-kit, packages/os/*-checks-metadata-json). */
  readonly name: string;
  readonly version: string;
  readonly url: string;
  /** What names of its checks begin with. */
  readonly prefix: string;
}

/** The first one is reported on also when nothing was judged of it. */
export const benchmarks: readonly [Benchmark, Benchmark, Benchmark] = [
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
  {
    packId: 'fips-140-3',
    // On a host 1.2 asks for the marks that passed self-tests leave: of the kernel, and of its modules.
    checks: [
      { id: '1.0', controls: ['FIPS-01'] },
      { id: '1.1', controls: ['FIPS-03'] },
      { id: '1.2', controls: ['FIPS-05', 'FIPS-04', 'FIPS-07'] },
    ],
    name: 'FIPS Security Policy',
    version: 'v1.0.0',
    url: 'https://csrc.nist.gov/',
    prefix: 'fips',
  },
];

const PARTS = 4;

/** The checker's name of a check: four numbers of two digits. `1.6` → `br01060000`, `4.1.10` → `k8s04011000`. */
export function checkName({ prefix }: Benchmark, id: string): string {
  const parts = id.split('.');
  return `${prefix}${Array.from({ length: PARTS }, (_, index) => (parts[index] ?? '').padStart(2, '0')).join('')}`;
}
