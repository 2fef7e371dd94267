import { load } from 'cheerio';
import { expect, test } from 'vitest';
import { sampleResult } from '../../sample-result.ts';
import { bootChain } from './boot-chain.ts';

test('each link says in words and in shape what protects it, and the root filesystem ends the chain', () => {
  const $ = load(bootChain(sampleResult.image.banks[0]!).text);
  const words = [...$('.word')].map((word) => $(word).text());
  expect(words).toEqual(['signature is there', 'signature is there', 'unprotected', 'missing', 'broken', 'unprotected']);
  const shapes = [...$('.node')].map((node) => `${node.tagName} ${$(node).attr('class')}`);
  expect(shapes).toEqual([
    'circle node sealed',
    'circle node sealed',
    'circle node unprotected',
    'rect node missing',
    'path node broken',
    'circle node unprotected',
  ]);
  expect($('.link').length).toBe(4);
  expect($('desc').text()).toBe(
    'firmware-loader: signature is there; boot-configuration: signature is there; kernel: unprotected; hash-tree: missing; root filesystem: broken; input: unprotected',
  );
});

test('a bank without a chain still tells how its root filesystem is proven', () => {
  const $ = load(bootChain(sampleResult.image.banks[1]!).text);
  expect([...$('.word')].map((word) => $(word).text())).toEqual(['unreadable']);
});

test.each([
  [['authenticode', 'hmac'], 'signature is there', 'sealed'],
  [['hmac'], 'digest is there', 'sealed'],
  [['uki'], 'inside the UKI', 'sealed'],
  [['dm-verity'], 'broken', 'broken'],
])('nothing but dm-verity, which was recomputed, counts as more than there: %j', (protectedBy, word, state) => {
  const [bank] = sampleResult.image.banks;
  const link = { step: 'kernel', present: true, protectedBy, handsOn: '' };
  const $ = load(bootChain({ ...bank!, chain: { ...bank!.chain!, links: [link], unprotectedInputs: [] } }).text);
  expect([$('.word').first().text(), $('.node').first().attr('class')]).toEqual([word, `node ${state}`]);
});

test('a tree that was recomputed and agrees is verified', () => {
  const [bank] = sampleResult.image.banks;
  const link = { step: 'hash-tree', present: true, protectedBy: ['dm-verity'], handsOn: '' };
  const $ = load(bootChain({ ...bank!, verity: { state: 'verified', problems: [] }, chain: { ...bank!.chain!, links: [link], unprotectedInputs: [] } }).text);
  expect([...$('.word')].map((each) => $(each).text())).toEqual(['verified', 'verified']);
});
