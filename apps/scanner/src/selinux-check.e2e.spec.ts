import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bottlerocketPolicy,
  buildImage,
  compiledPolicy,
  describeOracle,
  labImage,
  recipes,
  runStaticfire,
  smallPolicy,
  toolPath,
  toolsFor,
  writePolicy,
} from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MINUTES = 60_000;
const LAB_TOOLS = toolsFor('mke2fs', 'debugfs', 'resize2fs', 'sgdisk', 'veritysetup', 'mkfs.vfat', 'mcopy', 'mkfs.erofs', 'fakeroot', 'secilc', 'zstd');
const USR = '/x86_64-bottlerocket-linux-gnu/sys-root/usr';
const STORE = `${USR}/share/factory/var/lib/selinux/fortified/active/modules`;

const INI = `
[writes]
check_type = assert_te
desc = nobody writes
  but those that are named
source = subject_t
tclass = file
perms = write
exempt_target = gone_t

[reads]
check_type = assert_te
source = subject_t
tclass = file
perms = read
exempt_source = group

[later]
check_type = ro_execs
disable = not yet
`;
const RULE = 'allow subject_t object_t:file write; [ switch ]:True';

let folder: string;
const place = (name: string) => join(folder, name);
const check = (policy: string, ...args: readonly string[]) => runStaticfire(['selinux', 'check', policy, ...args]);

/** A file of that content, with its path. */
function written(name: string, text: string | Uint8Array): string {
  writeFileSync(place(name), text);
  return place(name);
}

const ini = (text: string) => ['--sechecker', written('checks.ini', text)] as const;
const yaml = (...assertions: readonly object[]) =>
  ['--assertions', written('checks.yaml', JSON.stringify({ assertions: assertions.map((assert, index) => ({ name: `check ${index}`, assert })) }))] as const;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'staticfire-check-'));
  writeFileSync(place('small'), writePolicy(smallPolicy));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('staticfire selinux check', () => {
  it('tells of each check of an INI file whether it holds, and proves what does not: 1', async () => {
    const { exitCode, stdout, stderr } = await check(place('small'), ...ini(INI));
    expect([exitCode, stderr]).toEqual([1, '']);
    expect(stdout).toBe(
      [
        'FAIL writes (violations: 1)',
        '  nobody writes but those that are named',
        '  subject_t object_t:file: neither subject_t as source nor object_t as target is expected or exempt',
        `      ${RULE}`,
        'PASS reads',
        'DISABLED later',
        '  not yet',
        '3 checks: 1 pass, 1 fail, 0 unknown, 1 disabled',
        '',
      ].join('\n'),
    );
    expect((await check(place('small'), ...ini(INI), '--brief')).stdout).toBe(stdout.replace(`      ${RULE}\n`, ''));
  });

  it('the same in JSON, by name', async () => {
    const { stdout } = await check(place('small'), ...ini(INI), '--format', 'json');
    const violation = {
      subject: 'subject_t object_t:file',
      message: 'neither subject_t as source nor object_t as target is expected or exempt',
      source: 'subject_t',
      target: 'object_t',
      class: 'file',
      permissions: ['write'],
      rules: [RULE],
    };
    expect(JSON.parse(stdout)).toEqual({
      policy: { path: place('small') },
      checks: [
        { name: 'later', verdict: 'disabled', reason: 'not yet' },
        { name: 'reads', verdict: 'pass' },
        { name: 'writes', description: 'nobody writes\nbut those that are named', verdict: 'fail', violations: [violation], total: 1 },
      ],
      counts: { pass: 1, fail: 1, unknown: 0, disabled: 1 },
    });
    expect((await check(place('small'), ...ini(INI), '--format', 'json')).stdout).toBe(stdout);
  });

  it('assertions in YAML, with class maps: 0 when all hold', async () => {
    const text = `
classMaps:
  files: { change: { file: [write], process: [fork] } }
assertions:
  - name: objects change nothing
    description: they are files
    assert: { assert: never, source: [object_t], target: ['*'], access: { files: change } }
  - name: it has levels
    assert: { assert: property, mls: true }
`;
    const { exitCode, stdout } = await check(place('small'), '--assertions', written('checks.yaml', text));
    expect([exitCode, stdout]).toEqual([0, 'PASS objects change nothing\nPASS it has levels\n2 checks: 2 pass, 0 fail, 0 unknown, 0 disabled\n']);
  });

  it.each<[object, string]>([
    [
      { assert: 'never', source: ['subjet_t'], target: ['*'], access: { file: 'read' } },
      'the policy has no type or attribute "subjet_t"; did you mean subject_t?',
    ],
    [{ assert: 'allow_rules', permissions: ['raed'] }, 'the policy has no permission "raed"; did you mean read?'],
    [{ assert: 'never', source: ['none'], target: ['*'], access: { file: 'read' } }, 'source: it stands for nothing in this policy'],
    [{ assert: 'level', source: 'x', target: 'y', denied: { file: 'read' } }, 'it has no user, role and type'],
    [{ assert: 'labels' }, 'the assertion labels needs the labels of the files of an image'],
    [{ assert: 'file_label', paths: { '/usr/bin/x': 'object_t' } }, 'the assertion file_label needs the executable files of an image with their labels'],
    [{ assert: 'neverallows_hold' }, "the assertion neverallows_hold needs the neverallow statements of the image's modules"],
    [{ assert: 'unchanged' }, 'the assertion unchanged needs a baseline policy'],
    [{ assert: 'kernel_classes' }, "the assertion kernel_classes needs the kernel's classes"],
  ])('%j cannot be decided: 3, or 1 when another fails', async (assertion, reason) => {
    const holds = { assert: 'property', mls: true };
    const { exitCode, stdout, stderr } = await check(place('small'), ...yaml(assertion, holds));
    expect([exitCode, stderr]).toEqual([3, '']);
    expect(stdout).toMatch(/^UNKNOWN check 0\n {2}/);
    expect(stdout.split('\n')[1]).toContain(reason);
    expect(stdout).toContain('PASS check 1\n2 checks: 1 pass, 0 fail, 1 unknown, 0 disabled\n');
    expect((await check(place('small'), ...yaml(assertion, { ...holds, mls: false }))).exitCode).toBe(1);
  });

  it('lists 200 violations and counts all', async () => {
    const classes = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, ['x']]));
    const { stdout } = await check(place('small'), ...yaml({ assert: 'kernel_classes', classes }));
    expect(stdout).toContain('FAIL check 0 (violations: 300)\n');
    expect(stdout).toContain('\n  and 100 more\n1 checks: 0 pass, 1 fail');
    expect(stdout.split('\n')).toHaveLength(200 + 4);
  });

  it('--baseline is what unchanged compares with', async () => {
    writeFileSync(place('more'), writePolicy({ ...smallPolicy, permissive: [1, 2] }));
    const same = await check(place('small'), ...yaml({ assert: 'unchanged' }), '--baseline', place('small'));
    expect([same.exitCode, same.stdout]).toEqual([0, 'PASS check 0\n1 checks: 1 pass, 0 fail, 0 unknown, 0 disabled\n']);
    const { exitCode, stdout } = await check(place('more'), ...yaml({ assert: 'unchanged' }), '--baseline', place('small'), '--format', 'json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      baseline: { path: place('small') },
      checks: [{ violations: [{ subject: 'type: subject_t', message: 'modified +permissive' }] }],
    });
  });

  it('escapes names', async () => {
    const types = smallPolicy.types.map((type) => (type.name === 'object_t' ? { ...type, name: 'ob\x1b[2J_t' } : type));
    writeFileSync(place('escape'), writePolicy({ ...smallPolicy, types }));
    expect((await check(place('escape'), ...ini(INI))).stdout).toContain('subject_t ob\\x1b[2J_t:file: neither');
  });

  it.each<[string, () => readonly string[], string]>([
    ['no file', () => [], 'what to check is not said: --sechecker or --assertions names a file'],
    ['two files', () => [...ini(INI), ...yaml({ assert: 'labels' })], '--sechecker and --assertions do not go together'],
    ['a file that is missing', () => ['--sechecker', place('gone.ini')], 'gone.ini: no such file or folder'],
    ['a file that is no text', () => ['--sechecker', written('bad.ini', Buffer.from([0xff]))], 'bad.ini: it is not UTF-8'],
    ['an INI file that is none', () => ini('check_type = ro_execs'), 'checks.ini, line 1: a section is expected, as in [name]'],
    ['a check that is not known', () => ini('[a]\ncheck_type = ro_exec'), 'checks.ini, line 2: section [a], option check_type: ro_exec is not known'],
    ['YAML that is none', () => ['--assertions', written('checks.yaml', 'assertions: [')], 'checks.yaml:1:14: '],
    ['YAML that says nothing', () => ['--assertions', written('checks.yaml', 'assertions: []')], 'checks.yaml:1:13: a list of assertions is needed'],
    ['a bank of a policy', () => [...yaml({ assert: 'unchanged' }), '--bank', 'A'], 'which has no banks'],
  ])('%s is usage: one line, 2', async (_, options, message) => {
    const { exitCode, stdout, stderr } = await check(place('small'), ...options());
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.split('\n')).toHaveLength(2);
  });

  it('tells every place of a YAML file that does not fit', async () => {
    const text = `assertions:
  - name: one
    assert: { assert: nevr }
  - name: one
    assert: { assert: labels, kind: [missing] }
  - assert: { assert: no_permissive }
`;
    const path = written('checks.yaml', text);
    const { exitCode, stderr } = await check(place('small'), '--assertions', path);
    expect(exitCode).toBe(2);
    expect(stderr.split('\n').map((line) => line.replace(`staticfire: ${path}`, 'F').replace(path, 'F'))).toEqual([
      expect.stringMatching(/^F:3:23: what is asserted is needed/),
      expect.stringMatching(/^F:5:37: 'kind' is not known here; did you mean 'kinds'\?/),
      expect.stringMatching(/^F:6:5: a name and an assertion is needed/),
      '',
    ]);
    const twice = written('checks.yaml', '{ assertions: [{ name: a, assert: { assert: labels } }, { name: a, assert: { assert: labels } }] }');
    expect((await check(place('small'), '--assertions', twice)).stderr).toContain(`${twice}:1:65: there is a a already\n`);
  });

  it('a policy that cannot be read: 3', async () => {
    expect(await check(written('bad', 'x'), ...ini(INI))).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringContaining('neither a binary') });
  });
});

describeOracle('staticfire selinux check beside sechecker', toolsFor('sechecker', 'secilc'), () => {
  it('PASS, FAIL and how many are the same', async () => {
    const text = `[execs]\ncheck_type = ro_execs\n[fewer execs]\ncheck_type = ro_execs
exempt_exec_domain = container_s runtime_t mount_t api_t init_t\n[secrets]\ncheck_type = assert_te\ntarget = secret_t\nperms = append\n`;
    const policy = await compiledPolicy(bottlerocketPolicy());
    const { stdout } = await check(policy, ...ini(text), '--brief');
    const ours = stdout.split('\n').filter((line) => /^(PASS|FAIL) /.test(line));
    const { stdout: report } = spawnSync(toolPath('sechecker')!, [place('checks.ini'), policy], { encoding: 'utf8' });
    const theirs = [...report.matchAll(/^(\S.*?) +(PASSED|FAILED) ?(?:\((\d+) failures\))?$/gm)].filter(([, name]) => name !== 'Check');
    expect(theirs).toHaveLength(3);
    expect(ours).toEqual(theirs.map(([, name, word, count]) => (word === 'PASSED' ? `PASS ${name}` : `FAIL ${name} (violations: ${count})`)));
  });
});

describeOracle('staticfire selinux check on lab images', LAB_TOOLS, () => {
  it('labels: 0 as the image is built, 1 with a wrong one', async () => {
    const image = await labImage('demo-2026');
    const labels = { assert: 'labels' };
    const { exitCode, stdout } = await check(image, ...yaml(labels, { assert: 'no_permissive' }), '--format', 'json');
    expect([exitCode, JSON.parse(stdout).counts.pass]).toEqual([0, 2]);
    expect(JSON.parse(stdout).policy).toMatchObject({ path: image, bank: 'A' });
    const bytes = readFileSync(image);
    const [from, to] = ['selinuxsystem_u:object_r:clock_exec_t:s0', 'selinuxsystem_u:object_r:mount_exec_t:s0'];
    const at = bytes.indexOf(from);
    expect(at).toBeGreaterThan(0);
    bytes.write(to, at, 'latin1');
    const changed = await check(written('changed.img', bytes), ...yaml(labels));
    expect(changed.exitCode).toBe(1);
    expect(changed.stdout).toContain(
      '  /usr/sbin/chronyd: it is system_u:object_r:mount_exec_t:s0, system_u:object_r:clock_exec_t:s0 is expected, by /etc/selinux/fortified/contexts/files/file_contexts:',
    );
  });

  it('labels of programs, by path', async () => {
    const image = await labImage('demo-2026');
    const paths = (runc: string) => yaml({ assert: 'file_label', paths: { '/usr/bin/runc*': runc, '/usr/**/systemd': 'init_exec_t' } });
    expect((await check(image, ...paths('runtime_exec_t'))).stdout).toMatch(/^PASS check 0\n/);
    const { exitCode, stdout } = await check(image, ...paths('os_t'));
    expect(exitCode).toBe(1);
    expect(stdout).toContain('  /usr/bin/runc: it is system_u:object_r:runtime_exec_t:s0, os_t is expected\n');
    expect((await check(image, ...yaml({ assert: 'file_label', paths: { '/usr/bin/gone': 'os_t' } }))).stdout).toContain('  /usr/bin/gone: no file is there\n');
  });

  it(
    "neverallow statements of the image's own modules",
    async () => {
      const recipe = recipes.get('demo-2026')!;
      const types = '(class file (read write)) (type container_t) (type os_t) (type data_t)';
      const module = (name: string, content: string) => ({ path: `${STORE}/100/${name}/cil`, kind: 'file' as const, mode: 0o644, content });
      const entries = recipe.root.entries.filter(({ path }) => !path.startsWith(STORE));
      const image = async (...modules: Parameters<typeof module>[]) => {
        const path = place(`modules-${modules.length}.img`);
        await buildImage({ ...recipe, root: { ...recipe.root, entries: [...entries, ...modules.map((each) => module(...each))] } }, path);
        return path;
      };
      const base = ['base', types] as const;
      const good = ['good', '(neverallow container_t os_t (file (write)))'] as const;
      const bad = ['bad', '\n(neverallow container_t data_t (file (write)))'] as const;
      const held = { assert: 'neverallows_hold' };
      expect((await check(await image([...base], [...good]), ...yaml(held))).stdout).toMatch(/^PASS check 0\n/);
      const { exitCode, stdout } = await check(await image([...base], [...good], [...bad]), ...yaml(held));
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(
        /container_t data_t:file: write is allowed, against \(neverallow container_t data_t \(file \(write\)\)\) at \S+\/100\/bad\/cil:2\n/,
      );
      const damaged = await check(await image([...good]), ...yaml(held));
      expect([damaged.exitCode, damaged.stdout]).toEqual([3, expect.stringMatching(/^UNKNOWN check 0\n {2}\S+\/100\/good\/cil.*container_t/)]);
    },
    5 * MINUTES,
  );
});
