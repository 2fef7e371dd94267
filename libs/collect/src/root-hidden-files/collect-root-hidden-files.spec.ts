import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import { collectRootHiddenFiles } from './collect-root-hidden-files.ts';
import type { RootHiddenFiles } from './root-hidden-files.schema.ts';

async function hidden(tree: MemoryTree): Promise<readonly string[]> {
  const fact = (await collectFrom(collectRootHiddenFiles, tree)) as { value: RootHiddenFiles };
  return fact.value.files.map((file) => ('path' in file ? `${file.path} (${file.type}) below ${file.hiddenBy}` : `? ${file.$unreadable.kind}`));
}

describe('root.hidden-files', () => {
  it.each<[string, MemoryTree, readonly string[]]>([
    ['a file', { '/etc/motd': 'x' }, ['/etc/motd (file) below /etc']],
    ['a link', { '/var/run': '-> /run' }, ['/var/run (symlink) below /var']],
    ['a file in folders', { '/mnt/a/b': 'x' }, ['/mnt/a/b (file) below /mnt']],
    ['a file below the mount point of PRIVATE', { '/.bottlerocket/x': 'x' }, ['/.bottlerocket/x (file) below /.bottlerocket']],
    ['not folders, which are mount points', { '/mnt/a/b/': '', '/proc/': '' }, []],
    ['not what every build puts there', { '/etc/selinux': '-> /usr/x', '/root/.aws/config': 'x', '/media/cdrom': '-> x' }, []],
    ['not names that only begin like one', { '/etcetera': 'x', '/usr/etc/x': 'x', '/root2/x': 'x' }, []],
    ['not files outside', { '/usr/bin/x': 'x', '/x': 'x' }, []],
    ['what cannot be read', { '/etc/a': '!', '/etc/b': '!/', '/usr/c': '!' }, ['? format', '? format', '? format']],
  ])('%s', async (_, tree, expected) => expect(await hidden(tree)).toEqual(expected));
});
