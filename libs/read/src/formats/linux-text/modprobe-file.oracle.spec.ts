import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseModprobeFile } from './modprobe-file.ts';

const FILES = 60;
const MODULE = fc.constantFrom('a', 'b-c', 'd_e', 'net-pf-*', 'x[-]y-z', 'q[', 'r]');
const COMMAND = fc.constantFrom('blacklist', 'install', 'remove', 'alias', 'options', 'include', '#', '##', 'Alias');
const BLANK = fc.constantFrom(' ', '  ', '\t', ' \t ', '\\\n', ' \\\n ');
const REST = fc.array(fc.constantFrom('/bin/true', 'x=1', '"y z"', ' ', '  ', '#', '\\', '\\\\', 'a-b', ';'), { maxLength: 5 }).map((parts) => parts.join(''));
const LINE = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(COMMAND, BLANK, MODULE, BLANK, REST).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.tuple(BLANK, COMMAND, BLANK, MODULE).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', 'blacklist', '# blacklist a\\', 'junk') },
);

describeOracle('modprobe.d against modprobe -c', toolsFor('modprobe'), () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-modprobe-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What modprobe knows from one file, and from the command line of this machine's kernel. */
  const dump = (text: string): string[] => {
    writeFileSync(join(folder, 'a.conf'), text);
    const output = execFileSync(toolPath('modprobe')!, ['-c', '-C', folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 30_000 });
    return output
      .slice(0, output.indexOf('\n# End of configuration files'))
      .split('\n')
      .filter((line) => line !== '');
  };
  const known = (text: string): string[] =>
    parseModprobeFile(Buffer.from(text), 'a.conf')
      .filter(({ command }) => command !== 'ignored')
      .map(({ command, name, argument }) => (argument === undefined ? `${command} ${name}` : `${command} ${name} ${argument}`));

  it('the same commands from random files', () => {
    const machine = dump('');
    let commands = 0;
    for (const lines of fc.sample(fc.array(LINE, { minLength: 30, maxLength: 30 }), { seed: 20261125, numRuns: FILES })) {
      const text = `${lines.join('\n')}\n`;
      const expected = dump(text).map(normal).sort();
      commands += expected.length - machine.length;
      expect([...known(text), ...machine].map(normal).sort(), text).toEqual(expected);
    }
    expect(commands).toBeGreaterThan(300);
  });

  it('soft dependencies', () => {
    expect(
      dump('softdep a pre: b c post: d\n')
        .filter((line) => line.startsWith('softdep'))
        .map((line) => line.replaceAll(' ', '')),
    ).toEqual(known('softdep a pre: b c post: d').map((line) => line.replaceAll(' ', '')));
  });

  /** kmod keeps blanks in front of an argument. */
  function normal(line: string): string {
    return line.replace(/^(\S+ \S+) +[ \t]*/, '$1 ').trimEnd();
  }
});
