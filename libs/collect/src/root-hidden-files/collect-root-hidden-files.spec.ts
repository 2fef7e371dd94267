import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import { collectRootHiddenFiles } from './collect-root-hidden-files.ts';
import type { RootHiddenFiles } from './root-hidden-files.schema.ts';

async function hidden(tree: MemoryTree): Promise<readonly string[]> {
  const fact = (await collectFrom(collectRootHiddenFiles, tree)) as { value: RootHiddenFiles };
  return fact.value.files.map((file) => ('path' in file ? `${file.path} (${file.type}) below ${file.hiddenBy}` : `? ${file.$unreadable.kind}`));
}

/** A mount unit, and what starts it. */
function mount(name: string, settings: string, isStarted = true): MemoryTree {
  const folder = '/usr/lib/systemd/system';
  const target = { [`${folder}/default.target`]: isStarted ? `[Unit]\nRequires=${name}.mount\n` : '[Unit]\n' };
  return { ...target, [`${folder}/${name}.mount`]: `[Mount]\nWhere=/${name.replaceAll('-', '/')}\n${settings}\n` };
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
    [
      'a file below a mount point of a unit',
      { ...mount('usr-share-ours', 'Type=tmpfs\nWhat=tmpfs'), '/usr/share/ours/x': 'x' },
      ['/usr/share/ours/x (file) below /usr/share/ours'],
    ],
    [
      'a file below a folder of a unit',
      { ...mount('usr-share-ours', 'What=/local/x\nOptions=rbind,nosuid'), '/usr/share/ours/x': 'x' },
      ['/usr/share/ours/x (file) below /usr/share/ours'],
    ],
    ['not what an overlay shows', { ...mount('usr-share-ours', 'Type=overlay\nWhat=overlay'), '/usr/share/ours/x': 'x' }, []],
    ['not below a mount that nothing starts', { ...mount('usr-share-ours', 'Type=tmpfs\nWhat=tmpfs', false), '/usr/share/ours/x': 'x' }, []],
    ['what cannot be read', { '/etc/a': '!', '/etc/b': '!/', '/usr/c': '!' }, ['? format', '? format', '? format']],
  ])('%s', async (_, tree, expected) => expect(await hidden(tree)).toEqual(expected));
});
