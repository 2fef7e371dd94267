import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import { memorySource } from '../block-source/index.ts';
import { decodeFileName, encodeFileName } from '../bytes/index.ts';
import { parseVerityTable, readVeritySuperblock, treeGeometry } from './dm-verity/index.ts';
import { parseGrubConfig } from './grub-config/index.ts';

/** Script text with the words that matter, in any order. */
const grubText = fc
  .array(
    fc.oneof(fc.constantFrom('set ', 'menuentry ', '{', '}', '\n', '"', "'", '\\', '$a', '${b}', 'linux /k ', '--', 'if ', '=', ';', '#', ' '), fc.string()),
  )
  .map((parts) => parts.join(''));

const verity = fuzzDecoder('dm-verity', ['a superblock of any bytes behind its magic', 'words of dm-mod.create']);

verity.property('superblock and geometry', fc.uint8Array({ minLength: 504, maxLength: 504 }), (bytes) => {
  const tree = Buffer.concat([Buffer.from('verity\0\0'), bytes]);
  tree.writeUInt32LE(1, 8);
  tree.writeUInt32LE(1, 12);
  tree.write('sha256\0', 32);
  tree.writeUInt32LE(4096, 64);
  tree.writeUInt32LE(512 << (bytes[60]! % 8), 68);
  const superblock = readVeritySuperblock(memorySource(tree));
  if (superblock !== undefined) treeGeometry(superblock);
});

const word = fc.oneof(fc.constantFrom('root,,,ro,0', '8', 'verity', '1', '4096', 'sha256', '-', 'ab'.repeat(32)), fc.string());
verity.property('dm-mod.create', fc.array(word, { maxLength: 20 }), (list) => void parseVerityTable(list.join(' ')));

fuzzDecoder('grub-config', ['words of grub.cfg']).property('any text', grubText, (text) => void parseGrubConfig(text));

fuzzDecoder('file-names', ['any bytes']).property('come back byte for byte', fc.uint8Array({ maxLength: 255 }), (bytes) => {
  const again = encodeFileName(decodeFileName(bytes));
  if (Buffer.compare(again, bytes) !== 0) expect(again).toEqual(bytes);
});
