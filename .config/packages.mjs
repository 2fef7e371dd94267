// Who may import whom (architecture, section 2). Keys and values are the `package:` tags of package.json.

const stages = ['read', 'facts', 'findings', 'guestfs', 'analyze', 'collect', 'derive', 'evaluate'];
const doors = ['scan', 'report', 'publish', 'analyze', 'evaluate', 'facts', 'findings', 'guestfs', 'read'];

export const mayImport = {
  facts: [],
  read: [],
  guestfs: ['read'],
  analyze: ['read'],
  collect: ['facts', 'analyze', 'read'],
  derive: ['facts', 'analyze'],
  findings: ['facts'],
  evaluate: ['facts', 'findings', 'analyze'],
  report: ['findings'],
  publish: ['findings', 'report'],
  scan: stages,
  testkit: ['read', 'facts', 'findings'],
  scanner: doors,
  'report-app': doors,
  action: doors,
  benchmarks: [...doors, 'testkit'],
};

/** Specs may build their inputs with it, whatever package they are in. */
const FOR_SPECS = 'testkit';

/** Packages that testkit imports and whose specs import testkit: a cycle of packages, never of files. */
export const cyclesThroughSpecs = mayImport.testkit.map((name) => [`@staticfire/${name}`, `@staticfire/${FOR_SPECS}`]);

export const productConstraints = constraintsFor(mayImport);
export const specConstraints = constraintsFor(Object.fromEntries(Object.entries(mayImport).map(([name, others]) => [name, [...others, FOR_SPECS]])));

function constraintsFor(table) {
  return Object.entries(table).map(([name, others]) => ({
    sourceTag: `package:${name}`,
    onlyDependOnLibsWithTags: others.map((other) => `package:${other}`),
  }));
}
