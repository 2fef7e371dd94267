import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectKernelModuleIndex } from './collect-kernel-module-index.ts';

const FOLDER = '/usr/lib/modules/6.1.1';
const words = fc.constantFrom('alias ', 'softdep ', 'pre: ', 'post: ', 'a.alias=', 'kernel/a.ko', ': ', ' ', '\n', '\0', '#', 'x:y ', '*', '__proto__ ');
const text = fc.array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 12 }).map((parts) => parts.join(''));
const name = fc.constantFrom('modules.dep', 'modules.alias', 'modules.softdep', 'modules.builtin.modinfo', 'kernel/a.ko', 'kernel/a.ko/');

fuzzDecoder('kernel-module-index', ['words of modules.* files']).asyncProperty(
  'any index is told, or in part',
  fc.dictionary(name, text, { maxKeys: 5 }),
  async (files) => {
    const tree = Object.fromEntries(Object.entries(files).map(([each, content]) => [`${FOLDER}/${each}`, content]));
    expect((await collectFrom(collectKernelModuleIndex, tree)).state).toBe('present');
  },
);
