// What staticfire promises (architecture, section 2), and the one table of exceptions.

/** A claim bans modules, globals, members (`Date.now`), methods of any object, calls without arguments, and names imported from a module. */
export const claims = {
  offline: {
    says: 'staticfire opens no connection',
    // cheerio's main entry brings undici and fromURL; cheerio/slim does not.
    modules: [
      'cheerio',
      'http',
      'https',
      'http2',
      'net',
      'tls',
      'dgram',
      'dns',
      'dns/promises',
      'inspector',
      'inspector/promises',
      'undici',
      'ws',
      'axios',
      'got',
    ],
    globals: ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'],
  },
  'runs-nothing': {
    says: 'staticfire starts no program and evaluates no text',
    modules: ['child_process', 'cluster', 'vm', 'wasi', 'repl', 'module', 'execa', 'cross-spawn', 'zx'],
    globals: ['eval', 'Function'],
  },
  'reads-only-what-it-is-given': {
    says: 'staticfire reads through the ports it is handed',
    modules: ['fs', 'fs/promises', 'process', 'sqlite', 'graceful-fs', 'fs-extra'],
    globals: ['process'],
  },
  'same-in-same-out': {
    says: 'the same image and packs give the same bytes, at any time and on any machine',
    modules: ['perf_hooks'],
    globals: ['performance', 'Intl'],
    members: ['Date.now', 'Math.random', 'crypto.randomUUID', 'crypto.getRandomValues'],
    methods: ['localeCompare', 'toLocaleString', 'toLocaleDateString', 'toLocaleTimeString', 'toLocaleLowerCase', 'toLocaleUpperCase'],
    withoutArguments: ['Date'],
    imported: { crypto: ['randomUUID', 'randomBytes', 'randomInt', 'randomFill', 'randomFillSync', 'getRandomValues', 'webcrypto'] },
  },
};

export const exceptions = [
  // nbd hands a disk to the appliance through a socket in a private folder of this machine.
  { claim: 'offline', files: ['libs/publish/**', 'libs/read/src/block-source/url/**', 'libs/guestfs/src/nbd/**', 'benchmarks/**'] },
  {
    claim: 'runs-nothing',
    // Fixtures here start the tools that specs compare with; dependency-cruiser keeps them out of the product.
    files: ['libs/read/src/filesystem/fixtures/**', 'libs/guestfs/**', 'libs/testkit/**', 'benchmarks/**', 'apps/report/src/pdf/**'],
  },
  {
    claim: 'reads-only-what-it-is-given',
    // Fixtures are opened by specs; dependency-cruiser keeps them out of the product.
    files: [
      'libs/read/src/block-source/node/**',
      'libs/read/src/{formats/*,filesystem}/fixtures/**',
      'libs/guestfs/**',
      'libs/testkit/**',
      'apps/**',
      'benchmarks/**',
    ],
  },
  // lab/main prints how long each image took; what it writes depends on nothing but the recipe. Fuzzing has a time.
  { claim: 'same-in-same-out', files: ['apps/**', 'benchmarks/**', 'libs/testkit/src/lab/main.ts', 'libs/testkit/src/fuzz/**'] },
];
