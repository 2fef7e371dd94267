import { createHash } from 'node:crypto';
import { labTufRoot, tufKeyId, tufRoot } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectUpdateRoot } from './collect-update-root.ts';

const collect = (text: string | undefined) => collectFrom(collectUpdateRoot, text === undefined ? { '/usr/x': '' } : { '/usr/share/updog/root.json': text });

describe('updates.root', () => {
  it('says what the root role says, who signed it, and where it was read', async () => {
    const text = tufRoot();
    const fact = await collect(text);
    const [first] = labTufRoot.signers;
    expect(fact).toMatchObject({
      state: 'present',
      value: {
        path: '/usr/share/updog/root.json',
        sha512: createHash('sha512').update(text).digest('hex'),
        version: 1,
        expires: '2034-10-24T00:00:00Z',
        consistentSnapshot: true,
        signatures: [
          { keyId: tufKeyId(first!), verdict: 'valid', counts: true },
          { verdict: 'valid', counts: true },
        ],
        countedSignatures: 2,
        thresholdMet: true,
        roles: [{ name: 'root', threshold: 2, keyIds: 2, keys: 2 }, { name: 'snapshot' }, { name: 'targets' }, { name: 'timestamp' }],
      },
      sources: [{ partition: 'ROOT', path: '/usr/share/updog/root.json', sha256: createHash('sha256').update(text).digest('hex') }],
    });
  });

  it('shows a root that its signatures are not of', async () =>
    expect(await collect(tufRoot().replace('"version": 1,', '"version": 2,'))).toMatchObject({
      value: { version: 2, countedSignatures: 0, thresholdMet: false },
    }));

  it('is absent where there is none', async () => expect((await collect(undefined)).state).toBe('absent'));
  it.each(['', '{}', '[]', '{"signed":{"_type":"targets"}}'])('cannot be read when it is %j', async (text) =>
    expect(await collect(text)).toMatchObject({ state: 'unreadable', error: { structure: '/usr/share/updog/root.json' } }),
  );
});
