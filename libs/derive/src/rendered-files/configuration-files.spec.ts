import type { LayeredSetting } from '@staticfire/analyze/settings';
import { parseUserData } from '@staticfire/analyze/settings';
import { describe, expect, it } from 'vitest';
import { configurationFiles } from './configuration-files.ts';

async function filesOf(text: string) {
  const { settings } = await parseUserData(Buffer.from(`[settings]\nmotd = "x"\n${text}`), '/d.toml');
  return configurationFiles(settings as readonly LayeredSetting[]);
}

const FILE = '[configuration-files.a]\npath = "/etc/a"\ntemplate-path = "/t/a"\n';
const SERVICE = '[services.s]\nconfiguration-files = ["a"]\n';

describe('configurationFiles', () => {
  it('tells path, template and mode, and where the mode stands', async () => {
    expect(await filesOf(`${FILE}mode = "600"\n${SERVICE}`)).toEqual([{ name: 'a', path: '/etc/a', template: '/t/a', mode: '0600', file: '/d.toml', line: 6 }]);
  });

  it('has a mode where none is given', async () => {
    expect(await filesOf(FILE + SERVICE)).toMatchObject([{ mode: '0644', line: 4 }]);
  });

  it.each([
    ['no service has it written', FILE],
    ['it has no template', `[configuration-files.a]\npath = "/etc/a"\n${SERVICE}`],
    ['it has no path', `[configuration-files.a]\ntemplate-path = "/t/a"\n${SERVICE}`],
  ])('there is none when %s', async (_, text) => expect(await filesOf(text)).toEqual([]));

  it('are sorted by name', async () => {
    const other = FILE.replaceAll('a"', 'b"').replace('.a]', '.b]');
    expect((await filesOf(`${other}${FILE}[services.s]\nconfiguration-files = ["b", "a"]\n`)).map(({ name }) => name)).toEqual(['a', 'b']);
  });
});
