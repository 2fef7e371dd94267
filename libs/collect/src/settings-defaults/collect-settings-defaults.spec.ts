import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectSettingsDefaults } from './collect-settings-defaults.ts';

describe('settings.defaults', () => {
  it('gives each value its line, and secrets none', async () => {
    const text =
      '[settings.kernel]\nlockdown = "integrity"\n[settings.kernel.sysctl]\n"net.core.somaxconn" = 9007199254740993\n[settings.kubernetes]\nbootstrap-token = "a.b"\n';
    expect(await collectFrom(collectSettingsDefaults, { '/usr/share/storewolf/a.toml': text, '/usr/share/storewolf/README': 'x' })).toMatchObject({
      value: {
        files: [{ path: '/usr/share/storewolf/a.toml', settings: 3 }],
        settings: [
          { line: 2, key: 'settings.kernel.lockdown', type: 'string', value: 'integrity', redacted: false },
          { line: 4, key: 'settings.kernel.sysctl."net.core.somaxconn"', type: 'integer', value: '9007199254740993' },
          { line: 6, key: 'settings.kubernetes.bootstrap-token', type: 'string', redacted: true },
        ],
      },
      sources: [{ path: '/usr/share/storewolf/a.toml' }],
    });
  });

  it('does not show a secret anywhere in the fact', async () => {
    const fact = await collectFrom(collectSettingsDefaults, { '/usr/share/storewolf/a.toml': 'settings.x.password = "hunter2"' });
    expect(JSON.stringify(fact)).not.toContain('hunter2');
  });

  it('is unreadable file by file, and the error holds no text of the file', async () => {
    const fact = await collectFrom(collectSettingsDefaults, {
      '/usr/share/storewolf/a.toml': 'password = "hunter2" x',
      '/usr/share/storewolf/b.toml': 'a = true',
    });
    expect(fact).toMatchObject({
      value: {
        files: [{ path: '/usr/share/storewolf/b.toml' }],
        settings: [{ $unreadable: { kind: 'format', field: 'line 1' } }, { key: 'a', value: 'true' }],
      },
    });
    expect(JSON.stringify(fact)).not.toContain('hunter2');
  });

  it('is absent without a file', async () => {
    expect(await collectFrom(collectSettingsDefaults, { '/usr/share/storewolf/': '' })).toMatchObject({ state: 'absent' });
  });
});
