import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseUserData, UserDataError } from './index.ts';

const parse = (text: string) => parseUserData(Buffer.from(text), 'user.toml');

describe('parseUserData', () => {
  it('keeps what is set and its line', async () => {
    const { path, sha256, settings, problems } = await parse('[settings.kernel]\nlockdown = "integrity"\n');
    expect({ path, problems }).toEqual({ path: 'user.toml', problems: [] });
    expect(sha256).toBe(createHash('sha256').update('[settings.kernel]\nlockdown = "integrity"\n').digest('hex'));
    expect(settings).toEqual([
      { path: ['settings', 'kernel', 'lockdown'], type: 'string', value: 'integrity', layer: 'user-data', file: 'user.toml', line: 2 },
    ]);
  });

  it('keeps its lines but those with a secret', async () => {
    const { lines } = await parse('[settings]\nmotd = "a" # b\naws = { credentials = """x\nhunter2""", region = "y" }\n[settings.kernel]\nlockdown = "none"\n');
    expect(lines).toEqual([
      { line: 2, text: 'motd = "a" # b' },
      { line: 6, text: 'lockdown = "none"' },
    ]);
  });

  it('takes an empty table', async () => expect((await parse('[settings]')).problems).toEqual([]));

  it.each([
    ['no TOML', '[settings]\na = = 1', /^user\.toml:2:5: .*expected TOML$/],
    ['a string that does not end', 'a = "x', /^user\.toml:1:\d+: /],
    ['no settings', 'motd = "x"', /^user\.toml:1:1: there is no table \[settings\]/],
    ['nothing', '', /^user\.toml:1:1: there is no table/],
    ['settings that are no table', '\nsettings = 1', /^user\.toml:2:1: settings is an integer, expected a table/],
    ['settings that are a list', 'settings = [1]', /expected a table/],
    ['bytes that are no text', '\u0000', /^user\.toml:1:1: /],
    ['a megabyte', `# ${'x'.repeat(1024 * 1024)}`, /^user\.toml:1:1: /],
  ])('refuses %s', async (_, text, message) => {
    const error: unknown = await parse(text).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserDataError);
    expect((error as Error).message).toMatch(message);
  });

  it('keeps no secret, neither by the model nor by its looks', async () => {
    const { settings } = await parse(
      '[settings]\nmotd = "-----BEGIN EC PRIVATE KEY-----"\nkubernetes.bootstrap-token = "hunter2"\nhost-containers.x.user-data = "hunter2"\naws.credentials = "hunter2"',
    );
    expect(JSON.stringify(settings)).not.toMatch(/hunter2|PRIVATE/);
  });

  it('reports every problem with its line, in order', async () => {
    const { problems } = await parse('other = 1\n[settings]\nmotd = 1\n[settings.kernel]\nlokdown = "none"\n');
    expect(problems).toEqual([
      'user.toml:1: other is not a setting',
      'user.toml:3: settings.motd: found an integer, expected a string',
      'user.toml:5: settings.kernel.lokdown is not a setting',
    ]);
  });
});
