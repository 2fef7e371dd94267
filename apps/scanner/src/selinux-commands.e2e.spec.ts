import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  debianPolicy,
  describeOracle,
  domainsPolicy,
  everyStatementPolicy,
  labImage,
  type PolicyRecipe,
  runStaticfire,
  smallPolicy,
  toolPath,
  toolsFor,
  writePolicy,
} from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpackDemo } from './unpack-demo.ts';

const TEN_MINUTES = 600_000;
const LAB_TOOLS = toolsFor('mke2fs', 'debugfs', 'resize2fs', 'sgdisk', 'veritysetup', 'mkfs.vfat', 'mcopy', 'mkfs.erofs', 'secilc', 'zstd', 'gzip', 'lz4');
const DOMAINS = `
allow start last:process transition
allow start program:file execute
allow last program:file entrypoint
transition start program last
allow start content:file write
allow last content:file read
  allow start middle:process transition
  allow start content:file execute
  allow middle content:file entrypoint
  transition start content middle
`;
/** Levels of both have to be the same for a file to be written. */
const LEVELS: PolicyRecipe = {
  ...smallPolicy,
  classes: [
    smallPolicy.classes[0]!,
    { ...smallPolicy.classes[1]!, constraints: [{ permissions: 0b10, expression: [{ node: 4, attribute: 32, operator: 1 }] }] },
  ],
};

let folder: string;
const place = (name: string) => join(folder, name);
const ask = (...args: readonly string[]) => runStaticfire(['selinux', ...args]);

/** What it prints when it succeeds. */
async function answer(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await ask(...args);
  expect([exitCode, stderr]).toEqual([0, '']);
  return stdout;
}

const answerJson = async (...args: readonly string[]) => JSON.parse(await answer(...args, '--format', 'json'));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'staticfire-selinux-'));
  writeFileSync(place('small'), writePolicy(smallPolicy));
  writeFileSync(place('levels'), writePolicy(LEVELS));
  writeFileSync(place('domains'), domainsPolicy(DOMAINS));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('staticfire selinux', () => {
  it('info: header, counts and listings', async () => {
    const text = await answer('info', place('small'));
    for (const line of ['version: 33', 'MLS: yes', 'permissive types: object_t', 'Types: 2', 'Attributes: 2', 'Type_trans: 3'])
      expect(text).toContain(`${line}\n`);
    expect(await answer('info', place('small'), '--list', 'attribute', '--name', 'group')).toBe('attribute group { object_t subject_t }\n');
    expect(await answerJson('info', place('small'))).toMatchObject({ policy: { path: place('small') }, version: 33, counts: { Types: 2, Booleans: 1 } });
  });

  it('search: the lines of sesearch, sorted, and rules by their parts', async () => {
    expect(await answer('search', place('small'), '-A', '-T', '-s', 'subject')).toBe(
      [
        'allow group object_t:file { execute read };',
        'allow subject_t object_t:file write; [ switch ]:True',
        'allowxperm subject_t object_t:file ioctl { 0x8910-0x8911 0x89ff };',
        'type_transition subject_t object_t:file subject_t a.conf;',
        'type_transition subject_t object_t:process object_t;',
        '',
      ].join('\n'),
    );
    expect(await answer('search', place('small'), '-A', '-s', 'subject', '-ds', '-p', 'read')).toBe('');
    expect(await answer('search', place('small'), '--role_allow', '--role_trans', '-s', 'worker')).toBe(
      'allow worker object_r;\nrole_transition worker object_t:process object_r;\n',
    );
    const names = { source: 'subject_t', target: 'object_t', class: 'file' };
    expect(await answerJson('search', place('small'), '--allow', '-b', 'switch')).toEqual({
      policy: { path: place('small') },
      rules: [
        {
          text: 'allow subject_t object_t:file write; [ switch ]:True',
          kind: 'allow',
          ...names,
          permissions: ['write'],
          condition: { expression: 'switch', value: true },
        },
      ],
    });
  });

  it('who-can: the types behind attributes, and the rules', async () => {
    expect(await answer('who-can', place('small'), 'read', 'object_t:file')).toBe(
      [
        'allow object_t object_t:file read;',
        '    allow group object_t:file { execute read };',
        'allow subject_t object_t:file read;',
        '    allow group object_t:file { execute read };',
        '',
      ].join('\n'),
    );
    expect((await answerJson('who-can', place('small'), 'read,write', 'object_t:file', '--all', '--brief')).access).toEqual([
      { source: 'subject_t', target: 'object_t', class: 'file', permissions: ['read', 'write'] },
    ]);
  });

  it('can: of types what rules grant, of contexts also what constraints forbid', async () => {
    expect(await answer('can', place('small'), 'subject', 'object_t:file', '--brief')).toBe('allow subject_t object_t:file { execute read write };\n');
    expect(await answer('can', place('small'), 'subject', '-p', 'execute', '--brief')).toBe('allow subject_t object_t:file execute;\n');
    const contexts = ['someone:worker:subject_t:s0', 'someone:object_r:object_t:s0:c1'] as const;
    const text = await answer('can', place('levels'), contexts[0], `${contexts[1]}:file`);
    expect(text).toContain(`${contexts.join(' -> ')}\nfile: allowed { execute read }\n  denied write: mlsconstrain file write `);
    expect(text).toContain('    allow subject_t object_t:file write; [ switch ]:True\n');
    const { decisions } = await answerJson('can', place('levels'), ...contexts, '--brief');
    expect(decisions).toMatchObject([{ class: 'file', allowed: ['execute', 'read'], denied: [{ reason: 'constraint', permissions: ['write'] }] }]);
  });

  it('transitions: all, into one, between two, and as the booleans are set', async () => {
    const all = 'start -> last (program)\nstart -> middle (content)\n';
    expect(await answer('transitions', place('domains'), '--brief')).toBe(all);
    expect(await answer('transitions', place('domains'), '--brief', '--conditions', 'default')).toBe('start -> last (program)\n');
    expect(await answer('transitions', place('domains'), 'middle', '--reverse', '--brief')).toBe('start -> middle (content)\n');
    expect(await answer('transitions', place('domains'), 'start', 'last')).toBe(
      [
        'way 1, steps: 1',
        '  start -> last (program)',
        '      allow last program:file entrypoint;',
        '      allow start last:process transition;',
        '      allow start program:file execute;',
        '      type_transition start program:process last;',
        '',
      ].join('\n'),
    );
    expect(await answer('transitions', place('domains'), 'last', 'start')).toBe('');
  });

  it('flow: out of a type, into it, and ways', async () => {
    const files = ['-c', 'file', '--conditions', 'default'];
    expect(await answer('flow', place('domains'), 'content', ...files, '--brief')).toBe('content -> last (weight 10)\n');
    expect(await answer('flow', place('domains'), 'content', '--reverse', ...files, '--brief')).toBe('start -> content (weight 10)\n');
    const { ways } = await answerJson('flow', place('domains'), 'start', 'last', ...files, '--min-weight', '8');
    expect(ways).toEqual([
      [
        { source: 'start', target: 'content', weight: 10, rules: ['allow start content:file write;'] },
        { source: 'content', target: 'last', weight: 10, rules: ['allow last content:file read;'] },
      ],
    ]);
    writeFileSync(place('map'), '1\nclass file 2\nwrite w 3\nread n 1\n');
    expect(await answer('flow', place('domains'), 'start', ...files, '--map', place('map'), '--brief')).toBe('start -> content (weight 3)\n');
    expect((await answerJson('flow', place('domains'), 'start', 'last', ...files, '--exclude', 'content')).ways).toEqual([]);
  });

  it('diff: 0 without a difference, 1 with one', async () => {
    expect(await answer('diff', place('small'), place('small'))).toBe('');
    writeFileSync(place('more'), writePolicy({ ...smallPolicy, permissive: [1, 2], rules: smallPolicy.rules.filter(({ specified }) => specified !== 0x4) }));
    const { exitCode, stdout } = await ask('diff', place('small'), place('more'));
    expect([exitCode, stdout]).toEqual([
      1,
      ['dontaudit: +0 -1 ~0', '  - dontaudit subject_t object_t:file { write }', 'type: +0 -0 ~1', '  ~ subject_t { +permissive }', ''].join('\n'),
    ]);
    expect(await ask('diff', place('small'), place('more'), '--section', 'type', '--stats')).toMatchObject({ exitCode: 1, stdout: 'type: +0 -0 ~1\n' });
  });

  it('escapes names, and keeps them as they are in JSON', async () => {
    const types = smallPolicy.types.map((type) => (type.name === 'object_t' ? { ...type, name: 'ob\x1b[2J_t' } : type));
    writeFileSync(place('escape'), writePolicy({ ...smallPolicy, types }));
    expect(await answer('who-can', place('escape'), 'read', 'group:file', '--brief')).toContain('allow subject_t ob\\x1b[2J_t:file read;\n');
    expect((await answerJson('info', place('escape'))).permissiveTypes).toEqual(['ob\x1b[2J_t']);
  });

  it.each<[string, readonly string[], string]>([
    ['a misspelt type', ['search', '@small', '-A', '-s', 'subjet_t'], 'there is no type or attribute subjet_t; did you mean subject_t?'],
    ['a misspelt class', ['who-can', '@small', 'read', 'object_t:fil'], 'there is no class fil; did you mean file?'],
    ['a misspelt permission', ['can', '@small', 'subject_t', '-p', 'raed'], 'there is no permission raed; did you mean read?'],
    ['a misspelt kind', ['info', '@small', '--list', 'atribute'], 'there is no kind of statement atribute; did you mean attribute?'],
    ['a misspelt section', ['diff', '@small', 'small', '--section', 'alow'], 'there is no section alow; did you mean allow?'],
    ['an attribute for a type', ['flow', '@domains', 'domains'], 'domains is an attribute; a type is asked for'],
    ['a context that is none', ['can', '@small', 'someone:worker:object_t:s0', 'someone:object_r:object_t:s0'], 'its role does not have its type'],
    ['an option of sesearch that is not supported', ['search', '@small', '-A', '-rs', '-s', 'x'], "sesearch's -rs is not supported"],
    ['no kind of rule', ['search', '@small', '-s', 'subject_t'], 'no kind of rule is asked for'],
    ['a bank of a policy', ['info', '@small', '--bank', 'A'], 'which has no banks'],
    ['a map that is none', ['flow', '@domains', 'start', '--map', '@domains'], 'it is not UTF-8'],
    ['a weight that is none', ['flow', '@domains', 'start', '--min-weight', '11'], '--min-weight takes a number from 1 to 10'],
  ])('%s is usage: one line, 2', async (_, words, message) => {
    const { exitCode, stdout, stderr } = await ask(...words.map((word) => (word.startsWith('@') ? place(word.slice(1)) : word)));
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.split('\n')).toHaveLength(2);
  });

  it.each<[string, () => Uint8Array, string]>([
    ['truncated', () => writePolicy(smallPolicy).subarray(0, 200), 'SELinux policy, '],
    ['a module', () => Buffer.from('8dff7cf90f0000005345204c696e7578204d6f64756c65', 'hex'), 'found a policy module'],
    ['a package', () => Buffer.from('8fff7cf901000000', 'hex'), 'found a policy package'],
    ['compiled file contexts', () => Buffer.from('8aff7cf905000000', 'hex'), 'found compiled file contexts'],
    ['of Xen', () => Buffer.from('8cff7cf90800000058656e466c61736b', 'hex'), 'found XenFlask'],
    ['text', () => Buffer.from('(allow a b (file (read)))\n'.repeat(100)), 'neither a binary SELinux policy nor a disk image'],
    ['empty', () => new Uint8Array(), 'neither a binary SELinux policy nor a disk image'],
    ['a disk of VMFS', () => Buffer.from('COWD'), 'this is a disk of VMFS (COWD)'],
  ])('what is %s cannot be read: 3', async (name, bytes, message) => {
    writeFileSync(place('bad'), bytes());
    const { exitCode, stdout, stderr } = await ask('info', place('bad'));
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toContain(message);
    if (name === 'truncated') expect(stderr).toMatch(/at byte \d+/);
  });

  it('a question that a small policy makes large is not answered: 3', async () => {
    const values = Array.from({ length: 1000 }, (_, index) => index + 1);
    const types = values.map((value) => ({ name: `t${value}`, value, properties: 1 }));
    const named = { sources: values, target: 2, tclass: 2, newType: 1 };
    const filenameTransitions = Array.from({ length: 501 }, (_, index) => ({ ...named, name: `n${index}` }));
    const recipe = { ...smallPolicy, types, permissive: [], rules: [], conditionals: [], filenameTransitions, attributes: values.map((value) => [value]) };
    writeFileSync(place('large'), writePolicy({ ...recipe, rules: [{ source: 1, target: 2, tclass: 2, specified: 0x1, data: 1 }] }));
    expect(await ask('search', place('large'), '-T')).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringContaining('more than 500000') });
    expect((await answer('search', place('large'), '-T', '-s', 't7')).split('\n')).toHaveLength(502);
  });

  it('diff of two policies takes no bank: 2', async () => {
    expect(await ask('diff', place('small'), place('small'), '--bank', 'A')).toMatchObject({ exitCode: 2 });
  });

  it('a folder without a disk and a missing file cannot be read: 3', async () => {
    expect(await ask('info', folder)).toMatchObject({ exitCode: 3, stderr: `staticfire: ${folder}: a directory in which no disk of a build is\n` });
    expect(await ask('labels', place('missing'))).toMatchObject({ exitCode: 3, stderr: `staticfire: ${place('missing')}: no such file\n` });
  });
});

/** A copy of a file, all occurrences of some bytes replaced by as many. */
function patched(path: string, from: string, to: string): string {
  const bytes = readFileSync(path);
  expect([bytes.includes(from), to.length]).toEqual([true, from.length]);
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at)) bytes.write(to, at, 'latin1');
  const copy = place('patched.img');
  rmSync(copy, { force: true });
  writeFileSync(copy, bytes);
  return copy;
}

describe('staticfire selinux on the demo image', () => {
  let image: string;
  beforeAll(async () => {
    image = place('demo.img');
    await unpackDemo(fileURLToPath(new URL('../../../libs/testkit/demo/demo.img.gz', import.meta.url)), image);
  });

  it('asks the policy that the bank configures', async () => {
    const policy = { path: image, bank: 'A', file: '/etc/selinux/fortified/policy/policy.31' };
    expect(await answerJson('info', image)).toMatchObject({ policy, version: 31, handleUnknown: 'deny' });
    expect(await answer('transitions', image, '--brief')).toContain('init_t -> api_t (dynamic api_exec_t)\n');
    expect((await ask('diff', place('small'), image, '--bank', 'A', '--section', 'property')).exitCode).toBe(1);
    expect(await answer('search', image, '-A', '-t', 'private_t', '-c', 'file', '-p', 'append', '--bank', 'A')).toMatch(
      /^allow api_s private_t:file [^\n]*\n$/,
    );
  });

  it.each<[string, () => string, readonly string[], string]>([
    ['a bank that is empty', () => image, ['--bank', 'B'], 'bank B has no ROOT with a filesystem'],
    [
      'a policy that is missing',
      () => patched(image, 'SELINUXTYPE=fortified', 'SELINUXTYPE=fortifier'),
      [],
      '/etc/selinux/fortifier: the configured policy has no file policy/policy.N',
    ],
  ])('%s: 3', async (_, path, options, message) => {
    const { exitCode, stderr } = await ask('info', path(), ...options);
    expect(exitCode).toBe(3);
    expect(stderr).toContain(message);
  });

  it('has the labels of its table: 0', async () => {
    expect((await answerJson('labels', image)).partitions).toMatchObject([
      { partition: 'ROOT', differing: 0 },
      { partition: 'BOOT', differing: 0 },
    ]);
  });
});

describeOracle('staticfire selinux labels on a lab image', LAB_TOOLS, () => {
  it('0 when every label is as file_contexts says, 1 with what differs', async () => {
    const image = await labImage('demo-2026');
    const { partitions } = await answerJson('labels', image);
    expect(partitions).toMatchObject([
      { partition: 'ROOT', differing: 0, unreadable: [] },
      { partition: 'BOOT', differing: 0, unreadable: [] },
    ]);
    const copy = patched(image, 'selinuxsystem_u:object_r:clock_exec_t:s0', 'selinuxsystem_u:object_r:mount_exec_t:s0');
    const { exitCode, stdout } = await ask('labels', copy);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      [
        '/x86_64-bottlerocket-linux-gnu/sys-root/usr/sbin/chronyd (file): different',
        '    expected system_u:object_r:clock_exec_t:s0, by /etc/selinux/fortified/contexts/files/file_contexts:4',
        '    found    system_u:object_r:mount_exec_t:s0\n',
      ].join('\n'),
    );
  });
});

describeOracle('staticfire selinux search against sesearch', toolsFor('secilc', 'sesearch', 'bzip2', 'apt-get', 'dpkg-deb'), () => {
  it.each<[string, () => Promise<string>, readonly string[]]>([
    ['every statement', () => everyStatementPolicy(33), ['-A', '--auditallow', '--dontaudit', '-T', '--type_change', '--type_member', '--range_trans']],
    ['Debian', () => debianPolicy('default'), ['-A', '-s', 'httpd_t', '-t', 'httpd_sys_content_t', '-c', 'file,dir', '-ds']],
    ['Debian', () => debianPolicy('default'), ['--dontaudit', '-t', 'shadow_t', '-p', 'read', '-dt']],
  ])(
    '%s: the same lines',
    async (_, path, options) => {
      const policy = await path();
      const theirs = execFileSync(toolPath('sesearch')!, [...options, policy], {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const lines = theirs.split('\n').filter((line) => line !== '');
      expect(lines.length).toBeGreaterThan(0);
      expect((await answer('search', policy, ...options)).split('\n').slice(0, -1)).toEqual(lines.sort());
    },
    TEN_MINUTES,
  );
});
