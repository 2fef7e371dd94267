// doc/proto.md of the Network Block Device project; all numbers are big-endian.

const NBD_MAGIC = Buffer.from('NBDMAGIC');
export const OPTION_MAGIC = Buffer.from('IHAVEOPT');
const REPLY_MAGIC = 0x0003_e889_0455_65a9n;
const REQUEST_MAGIC = 0x2560_9513;
const SIMPLE_REPLY_MAGIC = 0x6744_6698;
/** Handshake flags: fixed newstyle, and no zeros behind the answer to EXPORT_NAME. */
const HANDSHAKE_FLAGS = 0b11;
/** Transmission flags: that there are some, read-only, several connections. */
const EXPORT_FLAGS = 0x103;
const INFO_EXPORT = 0;

export const Option = { exportName: 1, abort: 2, info: 6, go: 7 } as const;
export const OptionReply = { ack: 1, info: 3, unsupported: 0x8000_0001 } as const;
export const Command = { read: 0, write: 1, disconnect: 2 } as const;
export const ErrorNumber = { notPermitted: 1, io: 5, invalid: 22 } as const;

export const OPTION_HEADER = 16;
export const REQUEST_LENGTH = 28;

export interface NbdRequest {
  readonly type: number;
  readonly cookie: bigint;
  readonly offset: number;
  readonly length: number;
}

export function greeting(): Buffer {
  return Buffer.concat([NBD_MAGIC, OPTION_MAGIC, Buffer.of(0, HANDSHAKE_FLAGS)]);
}

export function optionReply(option: number, type: number, data: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(20);
  header.writeBigUInt64BE(REPLY_MAGIC, 0);
  header.writeUInt32BE(option, 8);
  header.writeUInt32BE(type, 12);
  header.writeUInt32BE(data.length, 16);
  return Buffer.concat([header, data]);
}

/** Size and flags, as EXPORT_NAME is answered. */
export function exportFields(size: number): Buffer {
  const fields = Buffer.alloc(10);
  fields.writeBigUInt64BE(BigInt(size), 0);
  fields.writeUInt16BE(EXPORT_FLAGS, 8);
  return fields;
}

/** The same as a piece of information. */
export function exportInfo(size: number): Buffer {
  return Buffer.concat([Buffer.of(0, INFO_EXPORT), exportFields(size)]);
}

/** Undefined: it is none. */
export function decodeRequest(bytes: Buffer): NbdRequest | undefined {
  if (bytes.readUInt32BE(0) !== REQUEST_MAGIC) return undefined;
  return { type: bytes.readUInt16BE(6), cookie: bytes.readBigUInt64BE(8), offset: Number(bytes.readBigUInt64BE(16)), length: bytes.readUInt32BE(24) };
}

/** The head of an answer; `error` 0 goes before data. */
export function simpleReply(cookie: bigint, error = 0): Buffer {
  const reply = Buffer.alloc(16);
  reply.writeUInt32BE(SIMPLE_REPLY_MAGIC, 0);
  reply.writeUInt32BE(error, 4);
  reply.writeBigUInt64BE(cookie, 8);
  return reply;
}
