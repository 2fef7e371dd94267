// One question of each kind to a policy: `node ask-policy.ts POLICY OTHER`. Prints the milliseconds of each, the first time that it is asked.
import { readFileSync } from 'node:fs';
import { searchText } from '@staticfire/analyze/selinux';
import { findAccess } from '@staticfire/analyze/selinux/access';
import { comparePolicies } from '@staticfire/analyze/selinux/difference';
import { InformationFlow } from '@staticfire/analyze/selinux/flow';
import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';

const [bytes, otherBytes] = process.argv.slice(2).map((path) => readFileSync(path));
const milliseconds: Record<string, number> = {};

const policy = timed('parse', () => parseSelinuxPolicy(bytes!));
const other = parseSelinuxPolicy(otherBytes!);
const shadow = policy.types.get('shadow_t')!.value;
timed('index', () => [policy.ruleIndex.bySource(shadow), policy.ruleIndex.byTarget(shadow), policy.ruleIndex.byClass(1)]);
timed('search', () => searchText(policy, { kinds: ['allow'], source: 'httpd_t', target: 'httpd_sys_content_t', classes: ['file'] }));
timed('who-can', () => findAccess(policy, { target: 'shadow_t', classes: ['file'], permissions: ['read'] }));
timed('flow', () => new InformationFlow(policy, { minWeight: 9 }).from(shadow));
timed('diff', () => comparePolicies(policy, other));
process.stdout.write(`${JSON.stringify(milliseconds)}\n`);

function timed<T>(name: string, work: () => T): T {
  const start = performance.now();
  const value = work();
  milliseconds[name] = performance.now() - start;
  return value;
}
