import { load } from 'cheerio';
import { expect, test } from 'vitest';
import { sampleResult } from '../../sample-result.ts';
import { bootChain } from './boot-chain.ts';

test('each link says in words and in shape what protects it, and the root filesystem ends the chain', () => {
  const $ = load(bootChain(sampleResult.image.banks[0]!).text);
  const words = [...$('.word')].map((word) => $(word).text());
  expect(words).toEqual(['signature holds', 'signature is there', 'unprotected', 'missing', 'broken', 'unprotected']);
  const shapes = [...$('.node')].map((node) => `${node.tagName} ${$(node).attr('class')}`);
  expect(shapes).toEqual([
    'circle node verified',
    'circle node sealed',
    'circle node unprotected',
    'rect node missing',
    'path node broken',
    'circle node unprotected',
  ]);
  expect($('.link').length).toBe(4);
  expect($('desc').text()).toBe(
    'firmware-loader: signature holds; boot-configuration: signature is there; kernel: unprotected; hash-tree: missing; root filesystem: broken; input: unprotected',
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

test.each([
  ['vouched', 'signature holds', 'verified', 'shim carries what it leads to'],
  ['enrolled', 'signature holds', 'verified', 'it leads to what the owner enrols'],
  ['outside', 'signature holds', 'sealed', 'nobody in the image vouches for its signer'],
  ['refused', 'refused', 'broken', 'shim does not start it'],
  ['invalid', 'signature does not hold', 'broken', 'the file is not what was signed'],
  ['unchecked', 'signature is there', 'sealed', 'not verified'],
] as const)('a signature that was verified and is %s', (verdict, word, state, note) => {
  const [bank] = sampleResult.image.banks;
  const link = { step: 'kernel', present: true, protectedBy: ['authenticode'], handsOn: '', check: { by: 'shim', verdict, signers: ['CN=a'] } };
  const $ = load(bootChain({ ...bank!, chain: { ...bank!.chain!, links: [link], unprotectedInputs: [] } }).text);
  expect([$('.word').first().text(), $('.node').first().attr('class')]).toEqual([word, `node ${state}`]);
  expect($('.note').first().text()).toContain(note);
});

test('a tree that was recomputed and agrees is verified', () => {
  const [bank] = sampleResult.image.banks;
  const link = { step: 'hash-tree', present: true, protectedBy: ['dm-verity'], handsOn: '' };
  const $ = load(bootChain({ ...bank!, verity: { state: 'verified', problems: [] }, chain: { ...bank!.chain!, links: [link], unprotectedInputs: [] } }).text);
  expect([...$('.word')].map((each) => $(each).text())).toEqual(['verified', 'verified']);
});
