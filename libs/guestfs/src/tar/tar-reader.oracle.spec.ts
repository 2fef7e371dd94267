import { execFileSync } from 'node:child_process';
import { linkSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeFileName } from '@staticfire/read/bytes';
import { describeOracle, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ReadMember, readTar } from '../fixtures/read-tar.ts';

const NAMES = ['plain', 'a b', 'line\nbreak', `long-${'n'.repeat(240)}`, 'é', 'invalid\udcff', '-dash', '"quotes\'', '\x01\x7f'];

describeOracle('TarReader and GNU tar', toolsFor('tar'), () => {
  let folder = '';
  let members: readonly ReadMember[] = [];
  const file = (name: string) => Buffer.concat([Buffer.from(`${folder}/deep/${'d'.repeat(120)}/`), encodeFileName(name)]);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-tar-'));
    mkdirSync(join(folder, 'deep', 'd'.repeat(120)), { recursive: true });
    for (const name of NAMES) writeFileSync(file(name), name);
    writeFileSync(file('sparse'), 'start');
    truncateSync(file('sparse'), 300_000);
    symlinkSync(`to/${'t'.repeat(200)}\n`, file('link'));
    linkSync(file('plain'), file('second'));
    utimesSync(file('plain'), 1.25, 1.25);
    // As the appliance calls it (daemon/tar.c of libguestfs).
    members = readTar(execFileSync('tar', ['-C', folder, '--numeric-owner', '--xattrs', '-cf', '-', '.'], { maxBuffer: 16 * 1024 * 1024 }), 1000);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const member = (name: string) => members.find(({ path }) => path.at(-1) === name)!;

  it('agree on names, contents and what lstat says', () => {
    for (const name of [...NAMES, 'sparse']) {
      const { mode, uid, gid, size, mtimeNs } = lstatSync(file(name), { bigint: true });
      const { content, ...found } = member(name);
      if (found.type === 'hard-link') continue;
      expect(found).toMatchObject({ type: 'file', mode: Number(mode) & 0o7777, uid: Number(uid), gid: Number(gid), size: Number(size), mtime: mtimeNs });
      expect(content).toBe(readFileSync(file(name)).toString('latin1'));
    }
  });

  it('agree on links', () => {
    expect(member('link')).toMatchObject({ type: 'symlink', target: `to/${'t'.repeat(200)}\n` });
    expect(['plain', 'second'].map((name) => member(name).type).sort()).toEqual(['file', 'hard-link']);
  });
});
