import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { domainsPolicy, domainTypes } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';

import { UnknownSymbolError } from '../rule-query.ts';
import { DomainTransitions, type TransitionOptions, transitionPaths, transitionText } from './index.ts';

const load = (rules: string) => parseSelinuxPolicy(domainsPolicy(rules));
const { start, middle, last, program } = domainTypes;

/** Complete, by a type_transition. */
const BY_RULE = `
allow start middle:process transition
allow start program:file execute
allow middle program:file entrypoint
transition start program middle
`;
const BY_SETEXEC = BY_RULE.replace('transition start program middle', 'allow start start:process setexec');
const DYNAMIC = `
allow start middle:process dyntransition
allow start start:process setcurrent
`;
const BOTH = `${BY_RULE.replace('process transition', 'process transition dyntransition')}allow start start:process setcurrent
`;
const without = (text: string, line: string) => text.replace(`${line}\n`, '');

function titles(text: string, options?: TransitionOptions): string[] {
  const policy = load(text);
  return [...new DomainTransitions(policy, options).all()].map((each) => transitionText(policy, each).title);
}

describe('DomainTransitions', () => {
  it.each([
    ['a type_transition', BY_RULE, true],
    ['setexec', BY_SETEXEC, true],
    ['dyntransition', DYNAMIC, true],
    ['no process rule', without(BY_RULE, 'allow start middle:process transition'), false],
    ['nothing to execute', without(BY_RULE, 'allow start program:file execute'), false],
    ['no entrypoint', without(BY_RULE, 'allow middle program:file entrypoint'), false],
    ['neither setexec nor type_transition', without(BY_RULE, 'transition start program middle'), false],
    ['a type_transition to another domain', BY_RULE.replace('program middle', 'program last'), false],
    ['setexec of another process only', BY_SETEXEC.replace('start:process setexec', 'last:process setexec'), false],
    ['no setcurrent', without(DYNAMIC, 'allow start start:process setcurrent'), false],
    ['a conditional rule', BY_RULE.replace('allow start program', ' allow start program'), true],
  ])('%s', (_, text, expected) => {
    expect(titles(text)).toEqual(expected ? ['start -> middle'] : []);
  });

  it('leaves out what conditions and exclusions leave out', () => {
    const conditional = BY_RULE.replace('allow start program', ' allow start program');
    expect(titles(conditional, { conditions: 'default' })).toEqual([]);
    expect(titles(conditional, { conditions: new Map([['switch', true]]) })).toEqual(['start -> middle']);
    for (const name of ['start', 'middle', 'program', 'domains']) expect(titles(BY_RULE, { exclude: [name] })).toEqual([]);
    expect(titles(BY_RULE, { exclude: ['last', 'content'] })).toEqual(['start -> middle']);
    expect(() => titles(BY_RULE, { exclude: ['x'] })).toThrow(UnknownSymbolError);
  });

  it('tells the rules of each part', () => {
    const [found] = new DomainTransitions(load(BOTH)).from(start);
    expect(found).toEqual({
      source: start,
      target: middle,
      transition: [0],
      entrypoints: [{ type: program, entrypoint: [2], execute: [1], typeTransition: [3] }],
      setexec: [],
      dyntransition: [0],
      setcurrent: [4],
    });
  });

  it('leaves out the rules of a way that is not complete', () => {
    const [found] = new DomainTransitions(load(without(BOTH, 'allow start program:file execute'))).from(start);
    expect(found).toMatchObject({ transition: [], entrypoints: [], dyntransition: [0], setcurrent: [3] });
  });

  it('expands attributes and knows no transition of a domain into itself', () => {
    const text = `
allow domains domains:process transition setexec
allow domains program:file execute entrypoint
`;
    expect(titles(text).length).toBe(6);
    const policy = load(text);
    expect(new DomainTransitions(policy).into(last).map(({ source }) => source)).toEqual([start, middle]);
    expect(transitionText(policy, new DomainTransitions(policy).from(start)[0]!).rules).toEqual([
      'allow domains domains:process { setexec transition };',
      'allow domains program:file { entrypoint execute };',
    ]);
  });

  it('finds the shortest chains', () => {
    const text = `
allow domains program:file execute entrypoint
allow domains domains:process setexec
allow start middle:process transition
allow middle last:process transition
`;
    const transitions = new DomainTransitions(load(text));
    expect(transitionPaths(transitions, start, last, 9).map((path) => path.map(({ source, target }) => [source, target]))).toEqual([
      [
        [start, middle],
        [middle, last],
      ],
    ]);
    expect(transitionPaths(transitions, last, start, 9)).toEqual([]);
  });
});
