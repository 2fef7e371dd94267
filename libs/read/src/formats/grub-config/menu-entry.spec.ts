import { describe, expect, it } from 'vitest';
import { UnsupportedError } from '../../bytes/index.ts';
import { parseGrubConfig } from './index.ts';

const entry = (...commands: readonly string[]) => ['menuentry m {', ...commands, '}'].join('\n');
const commandLine = (text: string) => parseGrubConfig(text).defaultEntry?.commandLine;

describe('argumentLines', () => {
  it.each([
    ['all on one line', 'linux /k a b', [2, 2]],
    ['continued lines', 'linux /k \\\na \\\nb c', [3, 4, 4]],
    ['a continued word counts where it ends', 'linux /k a\\\nb c', [3, 3]],
    ['lines of white space between', 'linux /k a \\\n   \\\nb', [2, 4]],
    ['a quoted argument of two lines counts where it ends', 'linux /k "a\nb" c', [3, 3]],
    ['the kernel on a line of its own', 'linux \\\n/k \\\na', [4]],
    ['an empty argument has a line too', 'linux /k "" a', [2, 2]],
    ['no arguments', 'linux /k', []],
    ['only those of the last linux command', 'linux /k a b c\nlinux /k d', [3]],
  ])('%s', (_, command, lines) => {
    expect(parseGrubConfig(entry(command)).entries[0]?.argumentLines).toEqual(lines);
  });
});

describe('the block of an entry runs when it is chosen', () => {
  it.each([
    ['a variable that is set behind it', `${entry('linux /k x=$a')}\nset a=late`, 'x=late'],
    ['a variable that is set again behind it', `set a=1\n${entry('linux /k x=$a')}\nset a=2`, 'x=2'],
    ['a variable that is removed behind it', `set a=1\n${entry('linux /k x=$a')}\nunset a`, 'x='],
    ['a variable of its own over one that is set behind it', `${entry('set a=own', 'linux /k x=$a')}\nset a=late`, 'x=own'],
    ['a runtime variable that is set behind it', `${entry('linux /k x=$boot_uuid')}\nset boot_uuid=mine`, 'x=mine'],
  ])('sees %s', (_, text, expected) => expect(commandLine(text)).toBe(expected));

  it('and what it sets is seen by no other entry, nor chooses one', () => {
    const config = parseGrubConfig(`menuentry one {\nset a=1\nset default=1\nlinux /k\n}\nmenuentry two {\nlinux /k x=$a\n}`);
    expect(config.default).toBe('0');
    expect(config.entries.map((each) => each.commandLine)).toEqual(['', 'x=']);
    expect(config.variables.size).toBe(0);
  });
});

describe('a command that could lead elsewhere', () => {
  it.each([
    ['a kernel behind boot', entry('linux /evil rw', 'boot', 'linux /vmlinuz ro'), /line 4: linux behind boot/],
    ['an initrd behind boot', entry('linux /k', 'boot', 'initrd /x'), /line 4: initrd behind boot/],
    ['another loader', entry('linux /k', 'chainloader /x.efi'), /line 3: the command chainloader/],
    ['an unknown command in an entry', entry('linux /k', 'gptprio.next -d boot_dev -u boot_uuid'), /line 3: the command gptprio\.next/],
    ['a search that sets root', `search --set=root --label X\n${entry('linux ($root)/k')}`, /line 1: search outside/],
    ['an unknown command outside', `\nregexp --set=1:root x y\n${entry('linux /k')}`, /line 2: regexp outside/],
    ['linux outside of an entry', 'linux /k', /line 1: linux outside/],
  ])('is not read: %s', (_, text, message) => {
    expect(() => parseGrubConfig(text)).toThrow(UnsupportedError);
    expect(() => parseGrubConfig(text)).toThrow(message);
  });

  it.each([
    ['what Secure Boot images have behind boot', entry('linux /k ro', 'boot', 'echo "it did not boot"', 'sleep 30', 'reboot')],
    ['modules and terminals', `insmod ext2\nterminal_output console\n${entry('linux /k ro', 'boot')}`],
  ])('does not stop %s', (_, text) => expect(commandLine(text)).toBe('ro'));
});
