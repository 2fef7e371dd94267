import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import { collectJournaldFiles } from './collect-journald-files.ts';
import type { JournaldFiles } from './journald-files.schema.ts';

async function collect(tree: MemoryTree): Promise<JournaldFiles> {
  const fact = await collectFrom(collectJournaldFiles, tree);
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return fact.value as JournaldFiles;
}

describe('journald.files', () => {
  it('takes journald.conf of every folder, and drop-ins, and nothing else beside them', async () => {
    const { main, folders, files, entries } = await collect({
      '/usr/lib/systemd/journald.conf': '[Journal]\nStorage=auto\n',
      '/etc/systemd/journald.conf': '[Journal]\nStorage=none\n',
      '/usr/lib/systemd/system.conf': '[Manager]\nDefaultTimeoutStopSec=10s\n',
      '/usr/lib/systemd/journald.conf.d/journald.conf': '[Journal]\nStorage=persistent\n',
      '/usr/lib/systemd/journald.conf.d/README': 'Storage=none',
    });
    expect(main.map((file) => ('path' in file ? [file.path, file.overriddenBy] : file))).toEqual([
      ['/etc/systemd/journald.conf', undefined],
      ['/usr/lib/systemd/journald.conf', '/etc/systemd/journald.conf'],
    ]);
    expect(folders).toEqual(['/usr/lib/systemd/journald.conf.d']);
    expect(files.map((file) => ('path' in file ? file.state : file))).toEqual(['wrong-name', 'read']);
    expect(entries.map((entry) => ('file' in entry ? `${entry.file}:${entry.line} ${entry.key}=${entry.value}` : entry))).toEqual([
      '/etc/systemd/journald.conf:2 Storage=none',
      '/usr/lib/systemd/journald.conf:2 Storage=auto',
      '/usr/lib/systemd/journald.conf.d/journald.conf:2 Storage=persistent',
    ]);
  });

  it('is absent where nothing configures the journal', async () =>
    expect((await collectFrom(collectJournaldFiles, { '/usr/lib/systemd/system.conf': '[Manager]\n' })).state).toBe('absent'));

  it('keeps a file that systemd gives up as an element that cannot be read', async () => {
    const { entries } = await collect({
      '/usr/lib/systemd/journald.conf.d/a.conf': '[Journal',
      '/usr/lib/systemd/journald.conf.d/b.conf': '[Journal]\nStorage=none',
    });
    expect(entries.map((entry) => ('$unreadable' in entry ? 'unreadable' : entry.value))).toEqual(['unreadable', 'none']);
  });
});
