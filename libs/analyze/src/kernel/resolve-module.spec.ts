import { describe, expect, it } from 'vitest';
import { UNKNOWN } from './fixtures/kernel-of.ts';
import { type ModuleAlias, type ModuleStates, resolveModule } from './resolve-module.ts';

const MODULES: Readonly<Record<string, ReturnType<ModuleStates>>> = {
  udf: { state: 'loadable', blacklisted: false },
  sha3_generic: { state: 'loadable', blacklisted: false },
  other_sha3: { state: 'denied', blacklisted: false },
  quiet: { state: 'loadable', blacklisted: true },
  aes: { state: 'builtin', blacklisted: false },
  gone: { state: 'absent', blacklisted: false },
  lost: UNKNOWN,
};
const alias = (name: string, module: string, builtin = false): ModuleAlias => ({ alias: name, module, builtin });
const ALIASES = [
  alias('fs-udf', 'udf'),
  alias('crypto-sha3-224', 'sha3-generic'),
  alias('crypto-sha3-512', 'sha3_generic'),
  alias('crypto-sha3-512', 'other_sha3'),
  alias('crypto-quiet', 'quiet'),
  alias('crypto-lost', 'lost'),
  alias('crypto-none', 'none'),
  alias('crypto-aes', 'aes', true),
  alias('crypto-x?z', 'udf'),
  alias('gone', 'udf'),
];

describe('resolveModule', () => {
  it.each<[string, object]>([
    ['udf', { state: 'loadable' }],
    ['aes', { state: 'builtin' }],
    ['fs-udf', { state: 'loadable', module: 'udf' }],
    ['crypto_sha3_224', { state: 'loadable', module: 'sha3_generic' }],
    ['crypto-sha3-512', { state: 'denied', module: 'other_sha3' }],
    ['quiet', { state: 'loadable' }],
    ['crypto-quiet', { state: 'denied', module: 'quiet' }],
    ['crypto-none', { state: 'absent', module: 'none' }],
    ['crypto-aes', { state: 'builtin', module: 'aes' }],
    ['crypto-xyz', { state: 'loadable', module: 'udf' }],
    ['gone', { state: 'loadable', module: 'udf' }],
    ['nothing', { state: 'absent' }],
    ['lost', UNKNOWN],
    ['crypto-lost', UNKNOWN],
  ])('%s', (name, expected) => expect(resolveModule(name, (each) => MODULES[each], ALIASES)).toEqual(expected));
});
