import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeUpdateUrl, expandTemplate, templateOf } from './index.ts';

const VALUES: Readonly<Record<string, string>> = { 'os.variant_id': 'aws-k8s-1.33', 'os.arch': 'x86_64', 'settings.aws.region': 'eu-north-1' };
const expand = (template: string) => expandTemplate(template, (name) => VALUES[name]);

describe('templateOf', () => {
  it.each([
    ["schnauzer-v2 render --requires 'aws@v1' --template '{{ a b }}/x'", '{{ a b }}/x'],
    ['schnauzer-v2 render --template "x" --requires y', 'x'],
    ['schnauzer-v2 render --template=x', 'x'],
    ['schnauzer settings.updates.metadata-base-url', undefined],
    ["bork seed --template 'x'", undefined],
  ])('%s', (command, template) => expect(templateOf(command)).toBe(template));
});

describe('expandTemplate', () => {
  it.each<[string, string, string[]]>([
    ['https://u.example/2020-07-07/{{ os.variant_id }}/{{os.arch}}/', 'https://u.example/2020-07-07/aws-k8s-1.33/x86_64/', []],
    ['{{ tuf-prefix settings.aws.region }}/targets/', '{{ tuf-prefix settings.aws.region }}/targets/', ['{{ tuf-prefix settings.aws.region }}']],
    ['https://{{{ settings.aws.region }}}.example', 'https://eu-north-1.example', []],
    ['{{ os.other }}{{#if os.arch}}a{{/if}}', '{{ os.other }}{{#if os.arch}}a{{/if}}', ['{{ os.other }}', '{{#if os.arch}}', '{{/if}}']],
    ['plain', 'plain', []],
  ])('%s', (template, text, open) => expect(expand(template)).toEqual({ text, open }));
});

describe('describeUpdateUrl', () => {
  it.each<[string, object]>([
    [
      'https://Updates.bottlerocket.aws/2020-07-07/aws-k8s-1.33/x86_64/',
      { scheme: 'https', host: 'updates.bottlerocket.aws', variant: 'aws-k8s-1.33', architecture: 'x86_64' },
    ],
    ['https://updates.bottlerocket.aws/targets/', { scheme: 'https', host: 'updates.bottlerocket.aws' }],
    ['HTTP://u.example:8080/v1.2.3/own/aarch64', { scheme: 'http', host: 'u.example:8080', version: 'v1.2.3', variant: 'own', architecture: 'aarch64' }],
    ['https://name@u.example/x86_64/', { scheme: 'https', host: 'u.example', architecture: 'x86_64' }],
    ['{{ tuf-prefix r }}/2020-07-07/own/x86_64/', { variant: 'own', architecture: 'x86_64' }],
    ['https://{{ host a/b }}/{{ os.variant_id }}/x86_64/', { scheme: 'https', architecture: 'x86_64' }],
    ['https://bucket.{{ region }}.example/a%2Db/x86_64/?x86_64', { scheme: 'https', variant: 'a-b', architecture: 'x86_64' }],
    ['file:///local/repo/own/x86_64', { scheme: 'file', variant: 'own', architecture: 'x86_64' }],
    ['no URL', {}],
    ['%zz', {}],
    ['', {}],
  ])('%s', (text, expected) => expect(describeUpdateUrl(text)).toEqual(expected));
});

describe('any text', () => {
  const piece = fc.oneof(
    fc.constantFrom('{{', '}}', '{{{', ' os.arch ', 'https://', '/', 'x86_64', '@', '?', '%', "'", '--template ', 'schnauzer '),
    fc.string({ maxLength: 5 }),
  );
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

  it('is a template that is open where it is not decided, and says something or nothing as a URL', () => {
    fc.assert(
      fc.property(text, (any) => {
        const { text: expanded, open } = expand(templateOf(`schnauzer render --template '${any}'`) ?? any);
        expect(open.every((each) => expanded.includes(each))).toBe(true);
        for (const value of Object.values(describeUpdateUrl(expanded))) expect(value).not.toContain('{{');
      }),
    );
  });

  it('is read in time that grows as it does', () => {
    const long = '{{ a'.repeat(100_000);
    const started = performance.now();
    describeUpdateUrl(`https://${long}`);
    expand(long);
    templateOf(`schnauzer --template${' '.repeat(100_000)}`);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
