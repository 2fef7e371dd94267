import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleBytes } from '../../compression/fixtures/sample-bytes.ts';
import { memorySource } from '../memory-source.ts';
import { readTarMembers } from './tar-members.ts';
import { parseXml } from './xml-tree.ts';

const LONG = `${'a-long-name-'.repeat(12)}.vmdk`;
const DEEP = `${'folder/'.repeat(20)}deep.mf`;
const FILES: readonly (readonly [name: string, length: number])[] = [
  ['disk.ovf', 1000],
  ['empty.mf', 0],
  ['block.vmdk', 512],
  [LONG, 5000],
  [DEEP, 700],
  ['n\u00e4me \u2603.cert', 3],
];

describeOracle('tar archives and XML against the tools', toolsFor('tar', 'xmllint'), () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-tar-'));
    mkdirSync(join(folder, DEEP, '..'), { recursive: true });
    for (const [index, [name, length]] of FILES.entries()) writeFileSync(join(folder, name), sampleBytes(length, index + 1));
    symlinkSync('disk.ovf', join(folder, 'link.ovf'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['gnu', FILES.map(([name]) => name)],
    ['pax', FILES.map(([name]) => name)],
    ['ustar', ['disk.ovf', 'empty.mf', 'block.vmdk', DEEP]],
    ['gnu', ['./disk.ovf', './block.vmdk', './link.ovf', `./${LONG}`]],
    ['pax', ['folder', 'link.ovf', 'disk.ovf']],
  ])('members that %s archives of tar hold: %j', (format, names) => {
    execFileSync('tar', ['--create', `--format=${format}`, '--file', 'made.tar', ...names], { cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8' } });
    const archive = readFileSync(join(folder, 'made.tar'));
    const members = readTarMembers(memorySource(archive));
    const told = execFileSync('tar', ['--list', '--verbose', '--quoting-style=literal', '--file', 'made.tar'], { cwd: folder, encoding: 'utf8' });
    expect(members.length).toBe(told.split('\n').filter((line) => line.startsWith('-')).length);
    for (const { name, offset, length } of members) {
      expect(readFileSync(join(folder, name)).equals(archive.subarray(offset, offset + length)), name).toBe(true);
    }
  });

  it.each([
    '<a/>',
    '<?xml version="1.0"?>\n<!-- - --><a b="1" c=\'"\'>t&amp;&#65;&#x42;<b><![CDATA[<x>]]></b></a>\n<!-- e -->',
    '<a:b xmlns:a="u" a:c="1" c="2"></a:b >',
    '<a b = "1"\n\tc="2"/>',
    '<a><b></a></b>',
    '<a',
    '<a b=1/>',
    '<a b="<"/>',
    '<a b="1" b="2"/>',
    '<a>&none;</a>',
    '<a>& b</a>',
    '<a/><b/>',
    'text<a/>',
    '<a/>text',
    '',
    '<!-- only -->',
    '<a b="1"c="2"/>',
    '</a>',
    '<a><![CDATA[</a>',
  ])('XML that xmllint takes, and no other: %j', (text) => {
    const path = join(folder, 'text.xml');
    writeFileSync(path, text);
    const takes = (work: () => unknown) => {
      try {
        work();
        return true;
      } catch {
        return false;
      }
    };
    const theirs = takes(() => execFileSync('xmllint', ['--noout', '--nonet', path], { stdio: 'ignore' }));
    expect(takes(() => parseXml(text, 'text'))).toBe(theirs);
  });
});
