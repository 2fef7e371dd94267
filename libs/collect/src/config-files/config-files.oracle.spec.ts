import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { effectiveFiles } from '@staticfire/analyze/kernel';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AnyBankCollector } from '../collector.ts';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import { collectJournaldFiles } from '../journald-files/collect-journald-files.ts';
import { collectModprobeFiles } from '../modprobe-files/collect-modprobe-files.ts';
import { collectModulesLoadFiles } from '../modules-load-files/collect-modules-load-files.ts';
import { collectSysctlFiles } from '../sysctl-files/collect-sysctl-files.ts';
import { collectTmpfilesFiles } from '../tmpfiles-files/collect-tmpfiles-files.ts';

const SEED = 20261126;
const BASES = ['etc', 'run', 'usr/local/lib', 'usr/lib'] as const;
const MASK = '-> /dev/null';

/** A folder as systemd names it, a line of its files, and the main file beside it. */
interface Kind {
  readonly folder: string;
  readonly collector: AnyBankCollector;
  readonly line: string;
  readonly main?: string;
}
const KINDS: readonly Kind[] = [
  { folder: 'sysctl.d', collector: collectSysctlFiles, line: 'a.b = 1' },
  { folder: 'tmpfiles.d', collector: collectTmpfilesFiles, line: 'd /run/x' },
  { folder: 'modules-load.d', collector: collectModulesLoadFiles, line: 'udf' },
  { folder: 'systemd/journald.conf.d', collector: collectJournaldFiles, line: '[Journal]', main: 'systemd/journald.conf' },
];

interface ConfigFact {
  readonly main?: readonly Listed[];
  readonly files: readonly Listed[];
}
interface Listed {
  readonly path: string;
  readonly name: string;
  readonly state: string;
  readonly overriddenBy?: string;
  readonly readable: boolean;
}

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'staticfire-config-'));
});
afterAll(() => rmSync(root, { recursive: true }));

/** Files of several folders that share names, some of them masks. */
const trees = ({ folder, line, main }: Kind) => {
  const names = fc.constantFrom('a.conf', 'b.conf', 'B.conf', '10-a.conf', 'ä.conf', 'a', 'README', '.hidden.conf');
  const content = fc.constantFrom(`${line}\n`, `# x\n${line}\n`, `${line}\n`, '', MASK);
  const file = fc.tuple(fc.constantFrom(...BASES), names, content).map(([base, name, text]) => [`/${base}/${folder}/${name}`, text] as const);
  const mains =
    main === undefined
      ? fc.constant([])
      : fc.array(
          fc.constantFrom(...BASES).map((base) => [`/${base}/${main}`, `${line}\n`] as const),
          { maxLength: 3 },
        );
  return fc.tuple(fc.array(file, { minLength: 3, maxLength: 12 }), mains).map(([files, more]) => Object.fromEntries([...files, ...more]));
};

function write(tree: MemoryTree): void {
  rmSync(root, { recursive: true });
  for (const [path, content] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (content === MASK) symlinkSync('/dev/null', join(root, path));
    else writeFileSync(join(root, path), content);
  }
  mkdirSync(root, { recursive: true });
}

async function ours(collector: AnyBankCollector, tree: MemoryTree): Promise<readonly string[]> {
  const fact = await collectFrom(collector, tree);
  const { main = [], files } = fact.state === 'present' ? (fact.value as ConfigFact) : { files: [] };
  return [...effectiveFiles(main), ...effectiveFiles(files)].map(({ path }) => path);
}

describeOracle('search folders against systemd-analyze cat-config', toolsFor('systemd-analyze'), () => {
  /** Files that are shown with a line in them, in their order. */
  function shown({ folder, main, line }: Kind): readonly string[] {
    const args = ['cat-config', `--root=${root}`, '--no-pager', main ?? folder];
    const output = execFileSync(toolPath('systemd-analyze')!, args, { encoding: 'utf8', timeout: 30_000, stdio: ['ignore', 'pipe', 'ignore'] });
    const parts = output.split(/^# (?=\/)/m).filter((part) => part.includes(line));
    return parts.map((part) => part.split('\n', 1)[0]!.replace(root, ''));
  }

  it.each(KINDS)('$folder: the same files in the same order', async (kind) => {
    let files = 0;
    let masked = 0;
    for (const tree of fc.sample(trees(kind), { seed: SEED, numRuns: 50 })) {
      write(tree);
      const expected = shown(kind);
      expect(await ours(kind.collector, tree), JSON.stringify(tree)).toEqual(expected);
      files += expected.length;
      masked += Object.values(tree).filter((content) => content === MASK).length;
    }
    expect([files > 60, masked > 20]).toEqual([true, true]);
  });
});

describeOracle('modprobe.d against modprobe --showconfig', toolsFor('modprobe'), () => {
  // kmod looks in folders of the running system, whatever -d says: each folder is given to it by itself.
  it('the commands of a folder in the same order', async () => {
    let commands = 0;
    const name = fc.constantFrom('a.conf', 'b.conf', 'B.conf', '10-a.conf', 'README', '.a.conf', 'c.alias');
    const line = fc.constantFrom('blacklist a-b', 'options udf x=1', 'alias fs-x udf', 'install sctp /bin/true', '# x', 'softdep a pre: b', 'nonsense');
    const text = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => `${lines.join('\n')}\n`);
    for (const files of fc.sample(fc.dictionary(name, text, { minKeys: 1, maxKeys: 5 }), { seed: SEED, numRuns: 50 })) {
      const tree = Object.fromEntries(Object.entries(files).map(([base, content]) => [`/etc/modprobe.d/${base}`, content]));
      write(tree);
      const args = ['-C', join(root, 'etc/modprobe.d'), '--showconfig'];
      const output = execFileSync(toolPath('modprobe')!, args, { encoding: 'utf8', timeout: 30_000, stdio: ['ignore', 'pipe', 'ignore'] });
      const expected = output.split('\n').filter((each) => /^(?:blacklist|options|alias|install|softdep) (?:a_b|udf|fs_x|sctp|a)\b/.test(each));
      const listed = await commandsOf(tree);
      expect([...listed].sort(), JSON.stringify(files)).toEqual([...expected].sort());
      commands += expected.length;
    }
    expect(commands).toBeGreaterThan(150);
  });

  async function commandsOf(tree: MemoryTree): Promise<readonly string[]> {
    const fact = await collectFrom(collectModprobeFiles, tree);
    const value = (fact as { readonly value: ConfigFact & { readonly entries: readonly { file: string; command: string; name: string; argument?: string }[] } })
      .value;
    return effectiveFiles(value.files).flatMap(({ path }) =>
      value.entries
        .filter(({ file, command }) => file === path && command !== 'ignored')
        .map(({ command, name: module, argument }) => (argument === undefined ? `${command} ${module}` : `${command} ${module} ${argument}`)),
    );
  }
});
