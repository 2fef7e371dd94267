import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BlockSource, memorySource } from '@staticfire/read/block-source';
import { FormatError } from '@staticfire/read/bytes';
import { describeOracle, toolsFor } from '@staticfire/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type NbdServer, serveNbd } from './serve-nbd.ts';

const run = promisify(execFile);
const DISK = Buffer.alloc(3 * 1024 * 1024 + 700, 'staticfire');
const OPTION = Buffer.from('IHAVEOPT');
const GREETING = 18;
const be = (...parts: readonly (readonly [value: number, length: number])[]) =>
  Buffer.concat(
    parts.map(([value, length]) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64BE(BigInt(value));
      return bytes.subarray(8 - length);
    }),
  );
const option = (number: number, data = Buffer.alloc(0)) => Buffer.concat([OPTION, be([number, 4], [data.length, 4]), data]);
const START = Buffer.concat([be([3, 4]), option(1)]);
const request = (type: number, offset: number, length: number) => be([0x25609513, 4], [0, 2], [type, 2], [7, 8], [offset, 8], [length, 4]);

let folder = '';
let server: NbdServer | undefined;
const socket = () => join(folder, 'socket');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'staticfire-nbd-'));
});
afterEach(() => {
  server?.close();
  rmSync(folder, { recursive: true });
});

/** All that is answered to these bytes, until the server ends the connection or `enough` came. */
async function exchange(source: BlockSource, bytes: Buffer, enough = Number.POSITIVE_INFINITY): Promise<Buffer> {
  server = await serveNbd(socket(), source);
  const client = connect(socket());
  client.write(bytes);
  const pieces: Buffer[] = [];
  for await (const piece of client) {
    pieces.push(piece as Buffer);
    if (Buffer.concat(pieces).length >= enough) break;
  }
  return Buffer.concat(pieces);
}

describe.skipIf(process.platform === 'win32')('serveNbd', () => {
  it('tells the size in whole sectors, and that nothing is written', async () => {
    const answer = await exchange(memorySource(DISK), START, GREETING + 10);
    expect(answer.subarray(0, GREETING).toString('latin1')).toBe('NBDMAGICIHAVEOPT\0\x03');
    expect(answer.readBigUInt64BE(GREETING)).toBe(BigInt(3 * 1024 * 1024 + 1024));
    expect(answer.readUInt16BE(GREETING + 8) & 3).toBe(3);
  });

  it('gives bytes, and zeros to the end of the last sector', async () => {
    const answer = await exchange(memorySource(DISK), Buffer.concat([START, request(0, DISK.length - 10, 20), request(2, 0, 0)]));
    const reply = answer.subarray(GREETING + 10);
    expect(reply.subarray(0, 16).toString('hex')).toBe('67446698000000000000000000000007');
    expect(reply.subarray(16).equals(Buffer.concat([DISK.subarray(-10), Buffer.alloc(10)]))).toBe(true);
  });

  it.each([
    ['beyond the end', request(0, 3 * 1024 * 1024 + 1000, 100), 22],
    ['far beyond the end', request(0, 2 ** 60, 100), 22],
    ['of more than 32 MiB', request(0, 0, 2 ** 32 - 1), 22],
    ['other than reading', request(4, 0, 512), 1],
  ])('refuses a request %s and goes on', async (_, bytes, error) => {
    const reply = (await exchange(memorySource(DISK), Buffer.concat([START, bytes, request(0, 0, 1), request(2, 0, 0)]))).subarray(GREETING + 10);
    expect([reply.readUInt32BE(4), reply.length]).toEqual([error, 16 + 17]);
  });

  it('answers what cannot be read with an I/O error', async () => {
    const damaged = { ...memorySource(DISK), readInto: () => throwFormat() };
    const reply = (await exchange(damaged, Buffer.concat([START, request(0, 0, 1), request(2, 0, 0)]))).subarray(GREETING + 10);
    expect([reply.readUInt32BE(4), reply.length]).toEqual([5, 16]);
  });

  it.each([
    ['an option that is none', Buffer.concat([be([3, 4]), Buffer.alloc(16, 1)]), GREETING],
    ['a huge option', Buffer.concat([be([3, 4]), OPTION, be([7, 4], [2 ** 31, 4])]), GREETING],
    ['a request that is none', Buffer.concat([START, Buffer.alloc(28, 1)]), GREETING + 10],
    ['a write', Buffer.concat([START, request(1, 0, 512)]), GREETING + 10],
    ['an end', Buffer.concat([be([3, 4]), option(2)]), GREETING + 20],
  ])('ends the connection after %s', async (_, bytes, length) => expect(await exchange(memorySource(DISK), bytes)).toHaveLength(length));
});

function throwFormat(): never {
  throw new FormatError({ structure: 'xz block', message: 'damaged' });
}

describeOracle('serveNbd and QEMU', toolsFor('qemu-img'), () => {
  it('have the same disk', async () => {
    server = await serveNbd(socket(), memorySource(DISK));
    const path = join(folder, 'disk');
    writeFileSync(path, Buffer.concat([DISK, Buffer.alloc(324)]));
    const { stdout } = await run('qemu-img', ['compare', '-f', 'raw', '-F', 'raw', path, `nbd+unix:///?socket=${socket()}`], { timeout: 20_000 });
    expect(stdout).toBe('Images are identical.\n');
  });
});
