import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSysusersFile } from '@staticfire/read/formats/linux-text';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { applySysusers } from './apply-sysusers.ts';

const SEED = 20261126;

describeOracle('sysusers.d against systemd-sysusers', toolsFor('systemd-sysusers'), () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'staticfire-sysusers-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** passwd and group as they are made of one file, without descriptions. */
  function theirs(text: string): { readonly passwd: readonly string[]; readonly group: readonly string[]; readonly passwords: readonly string[] } {
    rmSync(root, { recursive: true });
    mkdirSync(join(root, 'etc'), { recursive: true });
    mkdirSync(join(root, 'usr/lib/sysusers.d'), { recursive: true });
    writeFileSync(join(root, 'usr/lib/sysusers.d/a.conf'), text);
    const { error, status } = spawnSync(toolPath('systemd-sysusers')!, [`--root=${root}`], { timeout: 30_000, encoding: 'utf8' });
    if (error !== undefined) throw error;
    expect(status).not.toBeNull();
    return {
      passwd: rows(root, 'passwd').map(withoutDescription),
      group: rows(root, 'group'),
      passwords: rows(root, 'shadow').map((row) => row.split(':')[1]!),
    };
  }

  function ours(text: string) {
    const lines = parseSysusersFile(Buffer.from(text), 'a.conf').map((entry) => ({ ...entry, file: 'a.conf' }));
    const { users, groups } = applySysusers(lines, () => undefined, '/bin/sh');
    return {
      passwd: users.map(({ name, uid, gid, home, shell }) => `${name}:x:${uid}:${gid}:${home}:${shell}`),
      group: groups.map(({ name, gid, members }) => `${name}:x:${gid}:${members.join(',')}`),
    };
  }

  it('lines of every kind', () => {
    const name = fc.constantFrom('root', 'api', 'web', 'db', 'log', '_x', 'nobody');
    const number = fc.constantFrom('0', '5', '81', '274', '998', '999', '65534');
    const line = fc
      .oneof(
        fc.tuple(
          fc.constant('u'),
          name,
          fc.oneof(
            fc.constant('-'),
            number,
            fc.tuple(number, name).map(([a, b]) => `${a}:${b}`),
            fc.tuple(number, number).map(([a, b]) => `${a}:${b}`),
            name.map((group) => `-:${group}`),
          ),
          fc.constantFrom('-', '"a b"', '""'),
          fc.constantFrom('-', '/home/x', 'relative', '/a/../b'),
          fc.constantFrom('', '/bin/bash', '/usr/sbin/nologin', '- extra'),
        ),
        fc.tuple(fc.constant('g'), name, fc.oneof(fc.constant('-'), number), fc.constantFrom('', 'junk')),
        fc.tuple(fc.constant('m'), name, name),
        fc.tuple(fc.constant('r'), fc.constant('-'), fc.constantFrom('500-520', '100', '30-20', '0400', '410-415')),
        fc.constantFrom(
          ['# u x'],
          [''],
          ['x', 'y'],
          ['u'],
          ['u', 'bad.name'],
          ['u', '9x', '9'],
          ['g', '"api', '3'],
          ['u', 'toolongtoolongtoolongtoolongtool', '3'],
          ['u', 'max', '65535'],
        ),
      )
      .map((words) => words.join(' '));
    let users = 0;
    for (const lines of fc.sample(fc.array(line, { minLength: 1, maxLength: 14 }), { seed: SEED, numRuns: 800 })) {
      const text = `${lines.join('\n')}\n`;
      const { passwords, ...made } = theirs(text);
      const told = ours(text);
      expect({ passwd: told.passwd, group: told.group }, text).toEqual(made);
      expect(passwords.every((password) => password === '!*')).toBe(true);
      users += passwords.length;
    }
    expect(users).toBeGreaterThan(700);
  }, 120_000);
});

function rows(root: string, name: string): readonly string[] {
  try {
    return readFileSync(join(root, 'etc', name), 'utf8')
      .split('\n')
      .filter((row) => row !== '');
  } catch {
    return [];
  }
}

function withoutDescription(row: string): string {
  return row.split(':').toSpliced(4, 1).join(':');
}
