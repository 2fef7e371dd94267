import { elfBytes } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectElfCrypto } from './collect-elf-crypto.ts';

const carrying = (text: string, name = '.rodata'): Uint8Array => elfBytes({ sections: [{ name, content: Buffer.from(text) }] });

describe('elf.crypto', () => {
  it('lists what each file carries', async () => {
    const fact = await collectFrom(collectElfCrypto, {
      '/usr/bin/b': carrying('aws-lc-fips-sys-0.13.7/ AWS-LC FIPS 3.0.0'),
      '/usr/bin/a': elfBytes({ dynamic: { needed: ['libcrypto.so.3'] } }),
      '/usr/bin/c': carrying('nothing'),
    });
    expect(fact).toMatchObject({
      value: {
        markers: [
          { path: '/usr/bin/a', library: 'openssl', seenAs: 'needed', detail: 'libcrypto.so.3' },
          { path: '/usr/bin/b', library: 'aws-lc-fips', seenAs: 'text', detail: 'aws-lc-fips-sys-0.13.7' },
          { path: '/usr/bin/b', library: 'aws-lc-fips', seenAs: 'text', detail: 'AWS-LC FIPS 3.0.0' },
        ],
      },
    });
  });

  it('says so where a program cannot be read', async () => {
    const fact = await collectFrom(collectElfCrypto, { '/a': carrying('x', '.go.buildinfo') });
    expect(fact).toMatchObject({ value: { markers: [{ $unreadable: { structure: 'Go build information' } }] } });
  });
});
