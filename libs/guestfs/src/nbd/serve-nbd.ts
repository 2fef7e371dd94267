import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { BlockSource } from '@staticfire/read/block-source';
import { ByteReader } from './byte-reader.ts';
import {
  Command,
  decodeRequest,
  ErrorNumber,
  exportFields,
  exportInfo,
  greeting,
  type NbdRequest,
  OPTION_HEADER,
  OPTION_MAGIC,
  Option,
  OptionReply,
  optionReply,
  REQUEST_LENGTH,
  simpleReply,
} from './nbd-protocol.ts';

/** QEMU asks for no more at once. */
const MAX_READ = 32 * 1024 * 1024;
const MAX_OPTION = 64 * 1024;
const SECTOR = 512;

export interface NbdServer {
  /** Ends all connections. */
  close(): void;
}

/**
 * Serves a source read-only as a network block device, at a Unix socket of this machine: whoever can enter the socket's folder can read it. What is behind its end, to a
 * whole sector, is zeros. A read that fails is an I/O error there.
 */
export async function serveNbd(socketPath: string, source: BlockSource): Promise<NbdServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    // A client that goes away, or that does not speak the protocol, is not waited for.
    serve(socket, source).then(
      () => socket.end(),
      () => socket.destroy(),
    );
  });
  server.listen(socketPath);
  await once(server, 'listening');
  return {
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function serve(socket: Socket, source: BlockSource): Promise<void> {
  const reader = new ByteReader(socket);
  await send(socket, greeting());
  if ((await reader.take(4)) === undefined) return;
  if (await negotiate(socket, reader, exportLength(source))) await answerRequests(socket, reader, source);
}

function exportLength({ length }: BlockSource): number {
  return Math.ceil(length / SECTOR) * SECTOR;
}

/** True when the client goes on to reading. Every export name is the one that there is. */
async function negotiate(socket: Socket, reader: ByteReader, size: number): Promise<boolean> {
  for (;;) {
    const header = await reader.take(OPTION_HEADER);
    if (header === undefined || !header.subarray(0, 8).equals(OPTION_MAGIC)) return false;
    const [option, length] = [header.readUInt32BE(8), header.readUInt32BE(12)];
    if (length > MAX_OPTION || (await reader.take(length)) === undefined) return false;
    if (option === Option.exportName) {
      await send(socket, exportFields(size));
      return true;
    }
    await send(socket, answerOption(option, size));
    if (option === Option.go || option === Option.abort) return option === Option.go;
  }
}

function answerOption(option: number, size: number): Buffer {
  if (option === Option.abort) return optionReply(option, OptionReply.ack);
  if (option !== Option.go && option !== Option.info) return optionReply(option, OptionReply.unsupported);
  return Buffer.concat([optionReply(option, OptionReply.info, exportInfo(size)), optionReply(option, OptionReply.ack)]);
}

/** A write ends the connection: its data would be taken for the next request. */
async function answerRequests(socket: Socket, reader: ByteReader, source: BlockSource): Promise<void> {
  for (;;) {
    const bytes = await reader.take(REQUEST_LENGTH);
    const request = bytes && decodeRequest(bytes);
    if (request === undefined || request.type === Command.disconnect || request.type === Command.write) return;
    await send(socket, answer(request, source));
  }
}

function answer({ type, cookie, offset, length }: NbdRequest, source: BlockSource): Buffer {
  if (type !== Command.read) return simpleReply(cookie, ErrorNumber.notPermitted);
  if (length > MAX_READ || offset + length > exportLength(source)) return simpleReply(cookie, ErrorNumber.invalid);
  const data = Buffer.alloc(length);
  try {
    const inside = Math.max(0, Math.min(length, source.length - offset));
    if (inside > 0) source.readInto(data.subarray(0, inside), offset);
  } catch {
    return simpleReply(cookie, ErrorNumber.io);
  }
  return Buffer.concat([simpleReply(cookie), data]);
}

async function send(socket: Socket, bytes: Buffer): Promise<void> {
  if (!socket.write(bytes)) await once(socket, 'drain');
}
