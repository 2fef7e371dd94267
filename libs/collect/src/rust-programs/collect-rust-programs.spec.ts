import { deflateSync } from 'node:zlib';
import { elfBytes } from '@staticfire/testkit';
import { expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectRustPrograms } from './collect-rust-programs.ts';

it('rust.programs lists programs with the compiler and the packages in them', async () => {
  const packages = Array.from({ length: 1001 }, (_, index) => ({ name: `p${index}`, version: '1.0.0' }));
  const fact = await collectFrom(collectRustPrograms, {
    '/usr/bin/a': elfBytes({ sections: [{ name: '.comment', content: Buffer.from('rustc version 1.83.0 (x)\0') }] }),
    '/usr/bin/b': elfBytes({ sections: [{ name: '.dep-v0', content: deflateSync(JSON.stringify({ packages })) }] }),
    '/usr/bin/c': elfBytes({ sections: [{ name: '.dep-v0', content: Buffer.from('x') }] }),
    '/usr/bin/d': elfBytes({}),
  });
  const crates = packages.slice(0, 1000);
  expect(fact).toMatchObject({
    value: {
      programs: [{ path: '/usr/bin/a', rustc: '1.83.0' }, { path: '/usr/bin/b', crates }, { $unreadable: { structure: 'cargo-auditable dependency list' } }],
    },
  });
});
