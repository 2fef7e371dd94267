import { execFileSync } from 'node:child_process';
import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FactsDocument } from '@staticfire/facts';
import { describeOracle, labImage, labImageLz4, rangeAnswer, runStaticfire, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

const TOOLS = toolsFor(
  'mke2fs',
  'debugfs',
  'resize2fs',
  'sgdisk',
  'veritysetup',
  'mkfs.vfat',
  'mcopy',
  'mkfs.erofs',
  'secilc',
  'zstd',
  'gzip',
  'lz4',
  'openssl',
);
const SECRET = 'X-Amz-Signature=0123abcd';
const MODIFIED = 'Thu, 01 Jan 2026 00:00:00 GMT';
const NANOSECONDS = '1767225600000000000';

describeOracle('an image behind a URL', TOOLS, () => {
  let folder = '';
  const files = new Map<string, number>();
  let requests = 0;
  const server = createServer(answer);
  let tls: ReturnType<typeof createTlsServer> | undefined;
  let base = '';
  let certificate = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'staticfire-url-'));
    files.set('k8s.img.lz4', openSync(await labImageLz4('k8s-2026'), 'r'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    certificate = join(folder, 'cert.pem');
    const key = join(folder, 'key.pem');
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '3650'];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...subject], { stdio: 'ignore' });
    tls = createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) }, answer);
    await new Promise<void>((resolve) => tls!.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    for (const each of [server, tls]) each?.close();
    for (const file of files.values()) closeSync(file);
    rmSync(folder, { recursive: true, force: true });
  });

  it('is told by its location without what is secret, and read in few requests', async () => {
    requests = 0;
    const name = 'k8s.img.lz4';
    const ours = await collect(`${base.replace('//', '//me:secret@')}/good/${name}?${SECRET}`);
    const size = fstatSync(files.get(name)!).size;
    const identity = { size, modified: NANOSECONDS, changed: '0', inode: '0', etag: '"good"' };
    expect(ours.input).toMatchObject({ path: `${base}/good/${name}?(not shown)`, container: 'lz4', before: identity, after: identity, unchanged: true });
    expect(requests).toBeLessThan(6 + (6 * size) / 2 ** 20);
  });

  it('is read over https from a server whose authority is named, and from no other', async () => {
    const url = `https://localhost:${(tls!.address() as AddressInfo).port}/good/k8s.img.lz4?${SECRET}`;
    const trusted = await runStaticfire(['partitions', url], { env: { NODE_EXTRA_CA_CERTS: certificate } });
    expect([trusted.exitCode, trusted.stdout], trusted.stderr).toEqual([0, (await runStaticfire(['partitions', await labImage('k8s-2026')])).stdout]);
    const refused = await runStaticfire(['partitions', url]);
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toMatch(/certificate is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
  });

  it.each([
    ['ignores Range', 'whole', 'the server ignores Range'],
    ['changes the file midway', 'changing', 'the file on the server changed while it was read'],
    ['ends answers too early', 'short', 'bytes from 0'],
    ['has no such file', 'missing', 'there is no such file'],
  ])('ends with exit 3 when the server %s', async (_, behaviour, words) => {
    requests = 0;
    const run = await runStaticfire(['scan', `${base}/${behaviour}/k8s.img.lz4?${SECRET}`, '--quiet']);
    expect([run.exitCode, run.stdout]).toEqual([3, '']);
    expect(run.stderr).toContain(`${base}/${behaviour}/k8s.img.lz4?(not shown): `);
    expect(run.stderr).toContain(words);
    expect(run.stderr).not.toMatch(/0123abcd|^\s+at /m);
  });

  it('is not read by plain HTTP from elsewhere, unless that is allowed', async () => {
    const run = await runStaticfire(['scan', `http://192.0.2.1/image?${SECRET}`, '--quiet']);
    expect([run.exitCode, run.stdout]).toEqual([3, '']);
    expect(run.stderr).toContain('use https://, or --allow-http');
    expect(run.stderr).not.toContain('0123abcd');
  });

  async function collect(image: string): Promise<FactsDocument> {
    const output = join(folder, 'facts.json');
    const run = await runStaticfire(['collect', image, '--quiet', '--output', output]);
    expect(run.exitCode, run.stderr).toBe(0);
    const text = readFileSync(output, 'utf8');
    expect(text).not.toMatch(/0123abcd|me:secret/);
    return JSON.parse(text) as FactsDocument;
  }

  function answer(...[request, response]: Parameters<RequestListener>): void {
    requests += 1;
    const [, behaviour = '', name = ''] = /^\/(\w+)\/([^?]+)/.exec(request.url ?? '') ?? [];
    const file = files.get(name)!;
    const { bytes, contentRange } = rangeAnswer(file, request.headers.range);
    if (behaviour === 'missing') return void response.writeHead(404).end();
    if (behaviour === 'whole') return void response.writeHead(200, { etag: '"good"' }).end(bytes);
    const etag = behaviour === 'changing' && requests > 3 ? '"other"' : '"good"';
    response.writeHead(206, { etag, 'last-modified': MODIFIED, 'content-range': contentRange });
    response.end(behaviour === 'short' ? bytes.subarray(0, 1000) : bytes);
  }
});
