import { expect, it } from 'vitest';
import { factCatalogue } from './catalogue.ts';
import { factOrigins } from './fact-origins.ts';

const names = factCatalogue.map(({ name }) => name);

it('tells of every fact where it comes from', () => {
  expect([...factOrigins.keys()].sort()).toEqual([...names].sort());
  const withoutSource = [...factOrigins].filter(([, origin]) => (origin.kind === 'collected' ? origin.reads : origin.from).length === 0);
  // User data is given beside the image.
  expect(withoutSource).toEqual([['secrets.user-data', { kind: 'derived', from: [] }]]);
});

it('a derived fact follows from facts that stand before it', () => {
  for (const [name, origin] of factOrigins)
    for (const other of origin.kind === 'derived' ? origin.from : []) expect(names.indexOf(other), `${name} from ${other}`).toBeLessThan(names.indexOf(name));
  expect(factOrigins.get('verity.chain')).toEqual({ kind: 'derived', from: ['verity.table', 'verity.superblock', 'verity.tree', 'root.filesystem'] });
  expect(factOrigins.get('boot.loader')).toEqual({ kind: 'collected', reads: ['grub.cfg'] });
});
