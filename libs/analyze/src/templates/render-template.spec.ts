import { describe, expect, it } from 'vitest';
import { open, rendersOf } from './fixtures/template-input.ts';

const KUBERNETES = 'settings.kubernetes';
const settings = (kubernetes: object) => ({ settings: { kubernetes } });
const STANDARD = ['default', 'join_map', 'join_array', 'base64_decode', 'any_enabled', 'negate_or_else', 'goarch', 'kube_reserve_cpu', 'kube_reserve_memory'];

describe('renderTemplate', () => {
  it.each<[string, string, object, readonly string[]]>([
    ['a header that is no text', '[required-extensions]\nstd = "v1"\n+++\na: {{settings.kubernetes.x}}\n', { x: 1 }, ['a: 1\n']],
    ['a setting with quotes, escaped as HTML', 'a: {{settings.kubernetes.x}} {{{settings.kubernetes.x}}}', { x: '"=' }, ['a: &quot;&#x3D; "=']],
    ['a list as the crate prints it', '{{settings.kubernetes.x}}', { x: ['a', 'b'] }, ['[a, b]']],
    ['an empty map, which is false', '{{#if settings.kubernetes.x}}a{{else}}b{{/if}}', { x: {} }, ['b']],
    ['zero, which is true with includeZero', '{{#if settings.kubernetes.x includeZero=true}}{{settings.kubernetes.x}}{{/if}}', { x: 0 }, ['0']],
    ['a scalar in each', '{{#each settings.kubernetes.x}}a{{else}}{{settings.kubernetes.x}}{{/each}}', { x: 'b' }, ['b']],
    ['names and values of a map', '{{#each settings.kubernetes.x as |value name|}}{{name}}={{value}};{{/each}}', { x: { a: 1, b: 2 } }, ['a=1;b=2;']],
    ['other contexts', '{{#each settings.kubernetes.x}}{{@root.settings.kubernetes.y}}{{../settings.kubernetes.y}}{{/each}}', { x: [1], y: 'b' }, ['bb']],
    ['with', '{{#with settings.kubernetes.x}}{{y}}{{/with}}', { x: { y: 'b' } }, ['b']],
    ['a string of a helper, which is true', '{{#if (default false settings.kubernetes.x)}}a{{else}}b{{/if}}', {}, ['a']],
    ['and of two', '{{#if (and (default "" settings.kubernetes.x) (default "" settings.kubernetes.y))}}a{{else}}b{{/if}}', { x: 'c' }, ['b']],
    ['if_not_null', '{{#if_not_null settings.kubernetes.x}}a{{else}}b{{/if_not_null}}', { x: false }, ['a']],
    ['what an escaped tag is', '\\{{settings.kubernetes.x}}', { x: 1 }, ['{{settings.kubernetes.x}}']],
  ])('%s', (_, text, kubernetes, expected) => {
    expect(rendersOf(text, settings(kubernetes), [...STANDARD, 'if_not_null'])).toEqual(expected);
  });

  it.each<[string, object, string]>([
    ['default "a" settings.kubernetes.x', {}, 'a'],
    ['default "a" settings.kubernetes.x', { x: 0 }, '0'],
    ['join_map "=" "," "no-fail-if-missing" settings.kubernetes.x', {}, ''],
    ['join_map "=" "," "fail-if-missing" settings.kubernetes.x', { x: { a: 'b', c: true } }, 'a=b,c=true'],
    ['join_array ", " settings.kubernetes.x', { x: ['a', 'b'] }, '"a", "b"'],
    ['base64_decode settings.kubernetes.x', { x: 'SGk=' }, 'Hi'],
    ['any_enabled settings.kubernetes.x', { x: { a: { enabled: false }, b: { enabled: true } } }, 'true'],
    ['negate_or_else true settings.kubernetes.x', {}, 'true'],
    ['negate_or_else true settings.kubernetes.x', { x: true }, 'false'],
    ['goarch "aarch64"', {}, 'arm64'],
    ['kube_reserve_cpu settings.kubernetes.x', { x: '100m' }, '100m'],
    ['kube_reserve_memory settings.kubernetes.x settings.kubernetes.y', { x: 110 }, '1465Mi'],
    ['join_node_taints settings.kubernetes.x', { x: { a: ['b:NoSchedule', 'c:NoExecute'] } }, 'a=b:NoSchedule,a=c:NoExecute'],
    ['ecs_metadata_service_limits settings.kubernetes.x settings.kubernetes.y', { y: 9 }, '40,9'],
    ['host "https://a.b:8/c"', {}, 'a.b'],
    [
      'oci_defaults "containerd" settings.oci-defaults.capabilities',
      {},
      '"bounding": ["CAP_KILL",\n"CAP_NET_RAW"],\n"effective": ["CAP_KILL",\n"CAP_NET_RAW"],\n"permitted": ["CAP_KILL",\n"CAP_NET_RAW"]\n',
    ],
    ['oci_defaults "docker" settings.oci-defaults.capabilities', {}, '["CAP_KILL",\n"CAP_NET_RAW"]'],
  ])('the helper %s of %j', (call, kubernetes, expected) => {
    const oci = { capabilities: { 'net-raw': true, kill: true, lease: false } };
    expect(rendersOf(`{{${call}}}`, { settings: { kubernetes, 'oci-defaults': oci } })).toEqual([expected]);
  });

  it('a resource limit with a name that every object of JavaScript has is none', () => {
    const limits = { constructor: { 'hard-limit': 2, 'soft-limit': 1 } };
    expect(() =>
      rendersOf('{{oci_defaults "containerd" settings.oci-defaults.resource-limits}}', { settings: { 'oci-defaults': { 'resource-limits': limits } } }),
    ).toThrow('a resource limit instead of constructor');
  });

  it('resource limits without and with the adapter that only a node sees', () => {
    const limits = { 'max-open-files': { 'hard-limit': 2, 'soft-limit': 1 } };
    const nofile = '{ "type": "RLIMIT_NOFILE", "hard": 2, "soft": 1 }';
    expect(
      rendersOf('{{oci_defaults "containerd" settings.oci-defaults.resource-limits}}', { settings: { 'oci-defaults': { 'resource-limits': limits } } }),
    ).toEqual([nofile, `${nofile},\n{ "type": "RLIMIT_MEMLOCK", "hard": 18446744073709551615, "soft": 18446744073709551615 }`]);
  });

  describe('with open values', () => {
    const context = settings({ x: open(`${KUBERNETES}.x`), key: open(`${KUBERNETES}.key`, true), y: 'b' });

    it.each<[string, string, readonly string[]]>([
      ['prints them as open', 'a: {{settings.kubernetes.x}}', ['a: <settings.kubernetes.x>']],
      ['goes both ways at if', '{{#if settings.kubernetes.x}}a{{else}}b{{/if}}', ['a', 'b']],
      ['goes the same way twice', '{{#if settings.kubernetes.x}}a{{/if}}{{#unless settings.kubernetes.x}}b{{/unless}}', ['a', 'b']],
      ['knows that one is set', '{{#if settings.kubernetes.key}}a{{else}}b{{/if}}', ['a']],
      ['goes through a list once or not at all', '{{#each settings.kubernetes.x}}- {{this}}\n{{/each}}', ['', '- <settings.kubernetes.x[]>\n']],
      ['takes a helper of one for open', '{{default "a" settings.kubernetes.x}}', ['<default "a" settings.kubernetes.x>']],
      ['goes both ways at a comparison', '{{#if (eq settings.kubernetes.x "aws")}}a{{else}}b{{/if}}', ['a', 'b']],
      ['lets a known side decide', '{{#if (or settings.kubernetes.x settings.kubernetes.y)}}a{{else}}b{{/if}}', ['a']],
      ['takes for open what strict mode insists on', 'a: {{settings.kubernetes.z}}', ['a: <settings.kubernetes.z>']],
      ['takes for open what a helper that is not known prints', 'a: {{shout settings.kubernetes.y}}', ['a: <shout settings.kubernetes.y>']],
      ['takes for open what a helper cannot make of nothing', '{{join_array ", " settings.kubernetes.z}}', ['<join_array ", " settings.kubernetes.z>']],
      ['takes for open what follows from the processors', '{{kube_reserve_cpu settings.kubernetes.cpu}}', ['<kube_reserve_cpu settings.kubernetes.cpu>']],
    ])('%s', (_, text, expected) => expect(rendersOf(text, context, STANDARD)).toEqual(expected));
  });

  it.each<[string, string, RegExp]>([
    ['a block that is not closed', 'a\n{{#if settings.a}}\nb', /^\/t, line 2: the block if is not closed/],
    ['a block that another one closes', '{{#if settings.a}}\n{{/each}}', /^\/t, line 2: \/each closes the block if of line 1/],
    ['an end without a block', '+++\n{{/if}}', /^\/t, line 2: \/if outside of a block/],
    ['else without a block', '{{else}}', /line 1: else outside of a block/],
    ['a second else', '{{#if a}}{{else}}{{else}}{{/if}}', /line 1: a second else/],
    ['a tag that is not closed', '\n{{a', /line 2: a tag is not closed/],
    ['parentheses that are not closed', '{{default (a b}}', /line 1: the tag ends where/],
    ['a block helper that is not known', '\n\n{{#shout a}}{{/shout}}', /line 3: the block helper shout is not known/],
    ['a partial', '{{> a}}', /line 1: partials are not supported/],
    ['a raw block', '{{{{raw}}}}', /line 1: raw blocks are not supported/],
    ['a decorator', '{{#*inline "a"}}{{/inline}}', /decorators are not supported/],
    ['too few values for a helper', '{{default "a"}}', /line 1: default takes 2 values, not 1/],
    ['what a node cannot decode', '{{base64_decode "%"}}', /line 1: base64_decode "%": expected base64/],
    ['an architecture that Go does not know', '{{goarch "constructor"}}', /goarch "constructor": expected an architecture/],
    ['a default that is a list', '{{default "a" settings.l}}', /expected one value/],
    ['blocks that nest too deep', '{{#if a}}'.repeat(100), /blocks nest deeper than 32/],
    ['expressions that nest too deep', `{{a ${'(a '.repeat(100)}${')'.repeat(100)}}}`, /expressions nest deeper than 16/],
    ['else if without end', `{{#if a}}${'{{else if a}}'.repeat(100)}{{/if}}`, /blocks nest deeper than 32/],
    ['more text than a file has', '{{#each settings.l}}'.repeat(3) + 'x'.repeat(1000) + '{{/each}}'.repeat(3), /more than 262144 characters are rendered/],
    [
      'texts by too many conditions',
      Array.from({ length: 9 }, (_, n) => `{{#if settings.o.c${n}}}a{{/if}}`).join(''),
      /^\/t: more than 64 texts, by settings\.o\.c0 is set/,
    ],
    [
      'more text in all texts together',
      `${Array.from({ length: 6 }, (_, n) => `{{#if settings.o.c${n}}}a{{/if}}`).join('')}${'x'.repeat(20_000)}`,
      /more than 524288 characters in 27 texts/,
    ],
    ['more steps than a template has', '{{#each settings.l}}'.repeat(3) + '{{#if a}}{{/if}}'.repeat(20) + '{{/each}}'.repeat(3), /more than 20000 steps/],
    ['text that looks like a mark', '777700000000007777', /marked/],
  ])('refuses %s', (_, text, message) => {
    expect(() => rendersOf(text, { settings: { l: deepList(12, 3), o: open('settings.o') } }, STANDARD)).toThrow(message);
  });
});

/** Lists in lists. */
function deepList(width: number, depth: number): unknown {
  return depth === 0 ? { settings: {} } : Array.from({ length: width }, () => ({ settings: { l: deepList(width, depth - 1) } }));
}
