import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import { collectRootLinks } from './collect-root-links.ts';
import type { RootLinks } from './root-links.schema.ts';

const SYSROOT = '/x86_64-bottlerocket-linux-gnu/sys-root';

async function links(tree: MemoryTree): Promise<readonly string[]> {
  const fact = (await collectFrom(collectRootLinks, tree)) as { value: RootLinks };
  return fact.value.links.map((link) => ('path' in link ? `${link.path} ${link.leadsTo} ${link.stopsAt ?? ''}`.trim() : `? ${link.$unreadable.kind}`));
}

describe('root.links', () => {
  it.each<[string, MemoryTree, readonly string[]]>([
    ['not links to files, folders and other links', { '/usr/a': 'x', '/usr/b': '-> a', '/usr/c': '-> /usr', '/usr/d': '-> c/b' }, []],
    ['a link to nothing', { '/usr/a': '-> b' }, ['/usr/a nothing /usr/b']],
    ['a link to nothing behind another', { '/usr/a': '-> b', '/usr/b': '-> /usr/c' }, ['/usr/a nothing /usr/c', '/usr/b nothing /usr/c']],
    ['a link to what a node makes', { '/usr/a': '-> /run/x', '/usr/b': '-> ../etc/x' }, ['/usr/a mount /run', '/usr/b mount /etc']],
    ['a link through such a folder', { '/usr/a': '-> b/c', '/usr/b': '-> ../var' }, ['/usr/a mount /var', '/usr/b mount /var']],
    ['a file that a node hides', { '/etc/a': 'x', '/usr/b': '-> ../etc/a' }, ['/usr/b mount /etc']],
    ['not one out of a hidden folder', { '/etc/selinux': '-> ../usr/x', '/usr/x/': '' }, []],
    ['a loop', { '/usr/a': '-> b', '/usr/b': '-> a' }, ['/usr/a loop', '/usr/b loop']],
    ['one that goes above the root', { '/usr/a': '-> ../../../usr/x', '/usr/x': '' }, []],
    ['one to a file in its own folder with dots', { '/usr/a': '-> ./x', '/usr/x': '' }, []],
    ['a file in the way', { '/usr/a': '-> x/y', '/usr/x': '' }, ['/usr/a nothing /usr/x/y']],
    [
      'in the sysroot',
      { [`${SYSROOT}/usr/a`]: '-> ../run/x', [`${SYSROOT}/usr/b`]: '-> b', '/usr': `-> ${SYSROOT}/usr` },
      ['/usr/a mount /run', '/usr/b loop'],
    ],
    ['what cannot be read', { '/usr/a': '!' }, ['? format']],
    ['a link into what cannot be read', { '/usr/a': '-> b/c', '/usr/b': '!' }, ['? format', '? format']],
  ])('%s', async (_, tree, expected) => expect(await links(tree)).toEqual(expected));

  it('ends where deep targets would take for ever, and says so', async () => {
    const deep = 'a/'.repeat(1000);
    const tree = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`/usr/l${index}`, `-> ${deep}x`]));
    const found = await links({ [`/usr/${deep}x`]: '', ...tree });
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found)).toEqual(new Set(['? limit']));
  });
});
