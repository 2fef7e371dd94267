import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { domainsPolicy, domainTypes } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';

import { UnknownSymbolError } from '../rule-query.ts';
import { RuleText } from '../rule-text.ts';
import { type FlowOptions, InformationFlow, permissionMap } from './index.ts';

const load = (rules: string) => parseSelinuxPolicy(domainsPolicy(rules));
const { start, middle, last, content } = domainTypes;

const RULES = `
allow start content:file write
allow middle content:file read
allow middle program:file getattr
allow last middle:process ptrace
 allow last content:file write
`;
const policy = load(RULES);
const flow = (options?: FlowOptions) => new InformationFlow(policy, options);
const pairs = (options?: FlowOptions) => [start, middle, last, content].flatMap((type) => flow(options).from(type).map(({ source, target, weight }) => [source, target, weight])); // biome-ignore format: one line

const WRITE = [start, content, 10];
const READ = [content, middle, 10];
const TRACE = [middle, last, 10];
const TRACED = [last, middle, 10];
const CONDITIONAL = [last, content, 10];

describe('InformationFlow', () => {
  it.each<[string, FlowOptions | undefined, number[][]]>([
    ['reads, writes, and both', undefined, [WRITE, TRACE, TRACED, CONDITIONAL, READ]],
    ['rules that count', { conditions: 'default' }, [WRITE, TRACE, TRACED, READ]],
    ['some classes', { classes: ['process'] }, [TRACE, TRACED]],
    ['without some types', { exclude: ['middle'] }, [WRITE, CONDITIONAL]],
    ['without the members of an attribute', { exclude: ['domains'] }, []],
    ['by another map', { map: (_, permission) => (permission === 'read' ? { direction: 'write', weight: 2 } : undefined) }, [[middle, content, 2]]],
  ])('%s', (_, options, expected) => {
    expect(pairs(options)).toEqual(expected);
  });

  it('finds what flows in', () => {
    expect(flow().into(middle)).toEqual([
      { source: last, target: middle, weight: 10 },
      { source: domainTypes.program, target: middle, weight: 5 },
      { source: content, target: middle, weight: 10 },
    ]);
    expect(flow({ minWeight: 6 }).into(middle).length).toBe(2);
    expect(flow().into(start)).toEqual([]);
  });

  it('finds ways, what can be reached, and rules', () => {
    expect(flow().paths(start, last, 9)).toEqual([[start, content, middle, last]]);
    expect(flow({ exclude: ['content'] }).paths(start, last, 9)).toEqual([]);
    expect(flow({ exclude: ['start'] }).paths(start, start, 9)).toEqual([]);
    expect(flow().reach(start)).toEqual([middle, last, content]);
    const text = new RuleText(policy);
    const rulesOf = (source: number, target: number) =>
      flow()
        .rulesOf({ source, target })
        .map((rule) => text.rule(rule));
    expect(rulesOf(start, content)).toEqual(['allow start content:file write;']);
    expect(rulesOf(content, middle)).toEqual(['allow middle content:file read;']);
    expect(rulesOf(middle, last)).toEqual(['allow last middle:process ptrace;']);
    expect(rulesOf(content, start)).toEqual([]);
  });

  it('expands attributes and leaves out flows of a type to itself', () => {
    const shared = new InformationFlow(load('allow domains domains:process ptrace'));
    expect(shared.from(start)).toEqual([middle, last].map((target) => ({ source: start, target, weight: 10 })));
  });

  it('refuses names that the policy does not know', () => {
    expect(() => flow({ exclude: ['x'] })).toThrow(UnknownSymbolError);
    expect(() => flow({ classes: ['x'] })).toThrow(UnknownSymbolError);
  });
});

describe('permissionMap', () => {
  it.each([
    ['file', 'read', { direction: 'read', weight: 10 }],
    ['file', 'open', { direction: 'none', weight: 1 }],
    ['dir', 'read', { direction: 'read', weight: 7 }],
    ['dir', 'getattr', { direction: 'read', weight: 5 }],
    ['chr_file', 'ioctl', { direction: 'both', weight: 8 }],
    ['sock_file', 'write', { direction: 'write', weight: 3 }],
    ['tcp_socket', 'write', { direction: 'write', weight: 10 }],
    ['capability', 'sys_admin', { direction: 'none', weight: 1 }],
    ['file', 'unheard_of', undefined],
    ['constructor', 'read', undefined],
    ['unheard_of', 'read', undefined],
  ])('%s:%s', (className, permission, expected) => {
    expect(permissionMap(className, permission)).toEqual(expected);
  });
});
