import { load } from 'cheerio';
import { expect, test } from 'vitest';
import { sampleResult } from '../../sample-result.ts';
import { bootChain } from './boot-chain.ts';

test('each link says in words and in shape what protects it, and the root filesystem ends the chain', () => {
  const $ = load(bootChain(sampleResult.image.banks[0]!).text);
  const words = [...$('.word')].map((word) => $(word).text());
  expect(words).toEqual(['protected', 'protected', 'unprotected', 'missing', 'broken', 'unprotected']);
  const shapes = [...$('.node')].map((node) => `${node.tagName} ${$(node).attr('class')}`);
  expect(shapes).toEqual([
    'circle node protected',
    'circle node protected',
    'circle node unprotected',
    'rect node missing',
    'path node broken',
    'circle node unprotected',
  ]);
  expect($('.link').length).toBe(4);
  expect($('desc').text()).toBe(
    'firmware-loader: protected; boot-configuration: protected; kernel: unprotected; hash-tree: missing; root filesystem: broken; input: unprotected',
  );
});

test('a bank without a chain still tells how its root filesystem is proven', () => {
  const $ = load(bootChain(sampleResult.image.banks[1]!).text);
  expect([...$('.word')].map((word) => $(word).text())).toEqual(['unreadable']);
});
