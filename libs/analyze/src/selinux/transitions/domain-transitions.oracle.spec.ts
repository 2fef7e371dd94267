import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseSelinuxPolicy, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import {
  bottlerocketPolicy,
  compiledPolicy,
  debianPolicy,
  describeOracle,
  everyStatementPolicy,
  setoolsAnswers,
  toolPath,
  toolsFor,
} from '@staticfire/testkit';
import { expect, it } from 'vitest';
import { chainPolicy } from '../fixtures/chain-policy.ts';
import { type DomainTransition, DomainTransitions, transitionPaths } from './index.ts';

const MINUTE = 60_000;
/** What Debian's policies let init_t become. */
const INIT_TRANSITIONS = 401;

const load = (path: string) => parseSelinuxPolicy(readFileSync(path));

function line({ types }: SelinuxPolicy, { source, target, entrypoints, dyntransition }: DomainTransition): string {
  const files = entrypoints.map(({ type }) => types.nameOf(type)).sort();
  return `${types.nameOf(source)} ${types.nameOf(target)} ${files.join(',') || '-'} ${dyntransition.length > 0 ? 'dynamic' : '-'}`;
}

/** Sources and targets that sedta prints, sorted. */
function sedta(path: string, ...args: readonly string[]): string[] {
  const output = execFileSync(toolPath('sedta')!, ['-p', path, ...args], { encoding: 'utf8', timeout: MINUTE, stdio: ['ignore', 'pipe', 'ignore'] });
  return [...output.matchAll(/^(?:Transition|Step) \d+: (\S+ -> \S+)$/gm)].map(([, step]) => step!).sort();
}

const titles = ({ types }: SelinuxPolicy, found: readonly DomainTransition[]) =>
  found.map(({ source, target }) => `${types.nameOf(source)} -> ${types.nameOf(target)}`).sort();

describeOracle('domain transitions against setools', toolsFor('sedta', '/usr/bin/python3', 'secilc', 'bzip2', 'apt-get', 'dpkg-deb'), () => {
  const policies: readonly (readonly [name: string, atLeast: number, build: () => Promise<string>])[] = [
    ['every statement', 0, () => everyStatementPolicy(33)],
    ['chains of every kind', 4, () => compiledPolicy(chainPolicy)],
    ["the lab's policy", 3, () => compiledPolicy(bottlerocketPolicy('', { era: '2026' }))],
    ["Debian's policy default", 2000, () => debianPolicy('default')],
    ["Debian's policy mls", 2000, () => debianPolicy('mls')],
  ];

  it.each(policies)('all of them with their entrypoints: %s', async (_, atLeast, build) => {
    const path = await build();
    const policy = load(path);
    const ours = [...new DomainTransitions(policy).all()].map((each) => line(policy, each)).sort();
    expect(ours).toEqual(await setoolsAnswers('transitions', path));
    expect(ours.length).toBeGreaterThanOrEqual(atLeast);
  });

  it('out of and into a domain', async () => {
    const path = await debianPolicy('default');
    const policy = load(path);
    const transitions = new DomainTransitions(policy);
    const value = (name: string) => policy.types.get(name)!.value;
    const out = titles(policy, transitions.from(value('init_t')));
    expect(out.length).toBe(INIT_TRANSITIONS);
    expect(out).toEqual(sedta(path, '-s', 'init_t'));
    expect(titles(policy, transitions.into(value('httpd_t')))).toEqual(sedta(path, '-s', 'httpd_t', '-r'));
    const narrowed = new DomainTransitions(policy, { exclude: ['httpd_exec_t', 'initrc_t'] });
    expect(titles(policy, narrowed.into(value('httpd_t')))).toEqual(sedta(path, '-s', 'httpd_t', '-r', 'httpd_exec_t', 'initrc_t'));
  });

  it('the shortest chains', async () => {
    const path = await debianPolicy('default');
    const policy = load(path);
    const [source, target] = ['kernel_t', 'httpd_t'].map((name) => policy.types.get(name)!.value);
    const paths = transitionPaths(new DomainTransitions(policy), source!, target!, 1000);
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.flatMap((path_) => titles(policy, path_)).sort()).toEqual(sedta(path, '-s', 'kernel_t', '-t', 'httpd_t', '-S'));
  });
});
