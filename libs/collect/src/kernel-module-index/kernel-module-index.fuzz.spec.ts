import fc from 'fast-check';
import { expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectKernelModuleIndex } from './collect-kernel-module-index.ts';

const TIME_MS = Number(process.env['STATICFIRE_FUZZ_SECONDS'] ?? '2') * 500;
const FOLDER = '/usr/lib/modules/6.1.1';
const words = fc.constantFrom('alias ', 'softdep ', 'pre: ', 'post: ', 'a.alias=', 'kernel/a.ko', ': ', ' ', '\n', '\0', '#', 'x:y ', '*', '__proto__ ');
const text = fc.array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 12 }).map((parts) => parts.join(''));
const name = fc.constantFrom('modules.dep', 'modules.alias', 'modules.softdep', 'modules.builtin.modinfo', 'kernel/a.ko', 'kernel/a.ko/');

it('any index is told, or in part', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, text, { maxKeys: 5 }), async (files) => {
      const tree = Object.fromEntries(Object.entries(files).map(([each, content]) => [`${FOLDER}/${each}`, content]));
      expect((await collectFrom(collectKernelModuleIndex, tree)).state).toBe('present');
    }),
    { seed: 20261126, numRuns: 1_000_000, interruptAfterTimeLimit: TIME_MS, markInterruptAsFailure: false },
  );
});
