import { expect, it } from 'vitest';
import { NameList } from './name-list.ts';

it('gathers names from pieces, whatever is in them', () => {
  const list = new NameList();
  for (const piece of ['usr\0us', 'r/a b\0li', 'ne\nbreak\0\xff\0']) list.push(Buffer.from(piece, 'latin1'));
  expect(list.paths()).toEqual(['/usr', '/usr/a b', '/line\nbreak', '/\udcff']);
});
