import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectUpdateRoot } from './collect-update-root.ts';

const ROLE = { keyids: ['a'], threshold: 1 };
const SIGNED = { _type: 'root', spec_version: '1.0.0', version: 1, expires: '2034-10-24T00:00:00Z', keys: {}, roles: { root: ROLE } };
const collect = (text: string | undefined) => collectFrom(collectUpdateRoot, text === undefined ? { '/usr/x': '' } : { '/usr/share/updog/root.json': text });

describe('updates.root', () => {
  it('says what the root role says, and where it was read', async () => {
    const fact = await collect(JSON.stringify({ signed: SIGNED, signatures: [{}] }));
    expect(fact).toMatchObject({
      state: 'present',
      value: { path: '/usr/share/updog/root.json', version: 1, signatures: 1, consistentSnapshot: false, roles: [{ name: 'root', threshold: 1, keys: 1 }] },
      sources: [{ partition: 'ROOT', path: '/usr/share/updog/root.json', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
  });

  it('is absent where there is none', async () => expect((await collect(undefined)).state).toBe('absent'));
  it.each(['', '{}', '[]', '{"signed":{"_type":"targets"}}'])('cannot be read when it is %j', async (text) =>
    expect((await collect(text)).state).toBe('unreadable'),
  );
});
