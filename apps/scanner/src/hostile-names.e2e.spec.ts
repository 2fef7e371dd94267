import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FactsDocument } from '@staticfire/facts';
import { runStaticfire } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpackDemo } from './unpack-demo.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What a file on ROOT may be called, and a piece of it as reports may show it. */
const NAMES: readonly (readonly [name: string, shown: string])[] = [
  ['/usr/bin/line\nbreak\r\n::error::x', 'line\\x0abreak\\x0d\\x0a::error::x'],
  ['/usr/bin/</script><svg onload=alert(1)>', 'svg onload'],
  ['/usr/bin/"><b onclick="x">', 'b onclick'],
  ["/usr/bin/' style=x:y '", 'style=x:y'],
  ['/usr/bin/exe\u202egpj.sh\u2069', 'exe\\u{202e}gpj.sh\\u{2069}'],
  ['/usr/bin/\x1b]0;title\x07\x9b2J', '\\x1b]0;title\\x07\\x9b2J'],
  ['/usr/bin/invalid\udcff\udc80utf8', 'invalid\\u{dcff}\\u{dc80}utf8'],
  ['/usr/bin/[click](javascript:alert(1)) @team #1 `code` | cell | <!-- ', 'javascript:alert'],
  ['/usr/bin/]]><!ENTITY x SYSTEM "file:///etc/passwd"> &x;', 'ENTITY x'],
  ['/usr/bin/{0} %n $(x) =cmd|calc', 'calc'],
  [`/usr/bin/${'n'.repeat(4087)}`, 'nnnnnnnn'],
];

const OUTPUTS = { terminal: 'a.txt', json: 'a.json', sarif: 'a.sarif', 'sarif-github': 'g.sarif', html: 'a.html', junit: 'a.xml', md: 'a.md' } as const;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('names that files of an image may have', () => {
  let folder = '';
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-names-'));
    mkdirSync(join(folder, '.git'));
    writeFileSync(join(folder, 'README.md'), '\n');
    await unpackDemo(join(ROOT, 'libs/testkit/demo/demo.img.gz'), join(folder, 'demo.img'));
    const { stdout } = await runStaticfire(['collect', 'demo.img', '--quiet'], { cwd: folder });
    writeFileSync(join(folder, 'facts.json'), JSON.stringify(withSetuidFiles(JSON.parse(stdout) as FactsDocument)));
    const outputs = Object.entries(OUTPUTS).flatMap(([format, file]) => ['--output', `${format}=${file}`]);
    const run = await runStaticfire(['evaluate', 'facts.json', ...outputs], { cwd: folder });
    expect(run.exitCode, run.stderr).toBe(1);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(Object.values(OUTPUTS))('%s holds nothing invisible', (file) => {
    expect(read(file).replaceAll('\n', '')).not.toMatch(INVISIBLE);
  });

  it.each(['a.txt', 'a.sarif', 'g.sarif', 'a.html', 'a.xml'])('%s shows each name in a form that can be read', (file) => {
    const text = read(file);
    for (const [, shown] of NAMES) expect(text).toContain(escapedFor(file, shown));
  });

  it('one finding for each, with its name as it is in JSON', () => {
    const { findings } = JSON.parse(read('a.json')) as { findings: { ruleId: string; subject?: string }[] };
    const subjects = findings.filter(({ ruleId }) => ruleId === 'baseline:files/no-setuid').map(({ subject }) => subject);
    expect(subjects).toEqual(NAMES.map(([name]) => name).sort());
  });

  it('are no markup in HTML', () => {
    const html = read('a.html');
    expect(html.match(/<script\b/g)).toHaveLength(1);
    expect(html).not.toMatch(/<(svg onload|b onclick|img|iframe|!ENTITY)/i);
    for (const [tag] of html.matchAll(/<[a-z][^>]*>/gi)) expect(tag).not.toMatch(/\son[a-z]+\s*=|\sstyle\s*=/i);
  });

  it('are no links, mentions or markup in Markdown, and no commands to a runner', () => {
    const text = read('a.md');
    expect(text).not.toMatch(/^::/m);
    const outside = text.replace(/`+[^`]*`+/g, '');
    expect(outside).not.toMatch(/\]\(javascript|@team|<svg|<b /);
  });

  it('SARIF with them passes the lint', async () => {
    const archive = await runStaticfire(['sarif', 'lint', '--for', 'viewer', join(folder, 'a.sarif')]);
    const github = await runStaticfire(['sarif', 'lint', join(folder, 'g.sarif')]);
    expect([archive.stdout, github.stdout]).toEqual([expect.stringContaining('0 errors, 0 warnings'), expect.stringContaining('0 errors, 0 warnings')]);
  });
});

/** Facts of the same image, had it these files. */
function withSetuidFiles(document: FactsDocument): FactsDocument {
  const notable = NAMES.map(([path]) => ({
    path,
    type: 'file',
    mode: '4755',
    uid: 0,
    gid: 0,
    setuid: true,
    setgid: false,
    sticky: false,
    worldWritable: false,
    capabilities: false,
  }));
  const facts = document.body.facts.map((fact) => (fact.name === 'root.permissions' ? { ...fact, value: { notable } } : fact));
  return { ...document, body: { ...document.body, facts } } as FactsDocument;
}

function escapedFor(file: string, piece: string): string {
  if (file.endsWith('.html') || file.endsWith('.xml')) return piece.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  return file.endsWith('sarif') ? JSON.stringify(piece).slice(1, -1) : piece;
}
