// Borders between folders of one package, and between one package and parts of another (architecture, section 2).
// Between packages as a whole: packages.mjs.

const SPEC = '(\\.spec\\.ts$|/fixtures/)';

/** Files of `folder` may reach `allowed` and their own folder, and nothing else of `within`. */
const layer = (name, folder, within, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^${folder}/`, pathNot: SPEC },
  to: { path: `^${within}/`, pathNot: [folder, ...allowed].map((path) => `^${path}(/|$)`) },
});

const read = 'libs/read/src';
const evaluate = 'libs/evaluate/src';
const analyze = 'libs/analyze/src';

export default {
  forbidden: [
    layer('read-bytes', `${read}/bytes`, read, []),
    layer('read-compression', `${read}/compression`, read, [`${read}/bytes`]),
    layer('read-block-source', `${read}/block-source`, read, [`${read}/bytes`, `${read}/compression`]),
    layer('read-filesystem', `${read}/filesystem`, read, [`${read}/bytes`, `${read}/block-source`]),
    {
      name: 'read-formats',
      comment: 'A format never imports another one, nor the image.',
      severity: 'error',
      from: { path: `^${read}/formats/([^/]+)/`, pathNot: SPEC },
      to: { path: `^${read}/`, pathNot: [`^${read}/formats/$1/`, `^${read}/(bytes|compression|block-source|filesystem)/`] },
    },
    {
      name: 'read-ports-not-node',
      comment: 'Readers see the port. Only a worker, which has to open its source again, sees block-source/node.',
      severity: 'error',
      from: { path: `^${read}/(bytes|compression|filesystem|formats|image)/`, pathNot: [SPEC, '-workers?\\.ts$'] },
      to: { path: `^${read}/block-source/node/` },
    },
    {
      name: 'analyze-alone',
      comment: 'Each folder of analyze is usable alone. How a secret looks is known in one place, without the preset, which takes time to load.',
      severity: 'error',
      from: { path: `^${analyze}/([^/]+)/`, pathNot: SPEC },
      to: { path: `^${analyze}/`, pathNot: [`^${analyze}/$1/`, `^${analyze}/secrets/(looks|found)-secret\\.ts$`] },
    },
    layer('evaluate-packs', `${evaluate}/packs`, evaluate, []),
    layer('evaluate-rules', `${evaluate}/rules`, evaluate, [`${evaluate}/packs`]),
    layer('evaluate-controls', `${evaluate}/controls`, evaluate, [`${evaluate}/packs`, `${evaluate}/rules`]),
    layer('evaluate-tailoring', `${evaluate}/tailoring`, evaluate, [`${evaluate}/packs`, `${evaluate}/rules`]),
    layer('evaluate-gate', `${evaluate}/gate`, evaluate, [`${evaluate}/packs`, `${evaluate}/rules`, `${evaluate}/controls`]),
    layer('evaluate-authoring', `${evaluate}/authoring`, evaluate, [`${evaluate}/packs`, `${evaluate}/rules`, `${evaluate}/tailoring`]),
    layer('evaluate-sees-selinux-only', `${evaluate}`, analyze, [`${analyze}/selinux`]),
    layer('analyze-explains-structures', analyze, read, [`${read}/bytes`, `${read}/formats`]),
    layer('testkit-sees-bytes-only', 'libs/testkit/src', read, [`${read}/bytes`]),
    layer('apps-see-block-source-only', 'apps', read, [`${read}/block-source`]),
    // A benchmark measures one reader beside one peer (libs/decisions/0006).
    layer('benchmarks-see-single-readers', 'benchmarks', read, [`${read}/block-source`, `${read}/filesystem`, `${read}/formats`]),
    layer('apps-see-packs-only', '(apps|benchmarks)', evaluate, [`${evaluate}/packs`, `${evaluate}/authoring`]),
    {
      name: 'judge-without-image',
      comment:
        'What judges loads nothing that reads images: it would be half of its start. Settings are TOML, rendered units what systemd reads; SELinux rules look into policies and their modules.',
      severity: 'error',
      from: { path: '^libs/scan/src/judge\\.ts$' },
      to: { path: `^(${read}/|libs/collect/src/collectors\\.ts$)`, pathNot: `^${read}/(bytes|formats/(toml|linux-text|selinux-policy|cil))/`, reachable: true },
    },
    {
      name: 'no-spec-in-product',
      severity: 'error',
      from: { path: '^(libs|apps|benchmarks)/', pathNot: SPEC },
      to: { path: SPEC },
    },
    {
      name: 'no-circular',
      comment: 'A circle that only types close is erased before it runs.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that is not found is an import that is not checked. Of sarif there are types alone, in @types/sarif.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^sarif$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|golden)/' },
    moduleSystems: ['es6', 'cjs'],
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'], extensions: ['.ts', '.mjs', '.js', '.json'] },
  },
};
