import type { BlockSource } from '../../block-source/index.ts';
import { ByteView } from '../../bytes/index.ts';
import type { KernelArchitecture } from './architecture.ts';
import { latin1 } from './ascii.ts';
import { readEfiStub } from './efi-stub.ts';
import type { PayloadPlace } from './payload.ts';

/** A compressed EFI application (Linux drivers/firmware/efi/libstub/zboot-header.S). */
export interface ZbootHeader {
  readonly kind: 'efi-zboot';
  /** From the PE header. */
  readonly architecture?: KernelArchitecture;
  /** The name in the header: `gzip`, `zstd` or, of older kernels, `zstd22`, `xzkern`, … */
  readonly compression: string;
}

// Field             Offset  Length
const MAGIC = 4; //               4  `zimg`
const PAYLOAD_OFFSET = 8; //      4
const PAYLOAD_LENGTH = 12; //     4  without the size word
const COMPRESSION = 24; //       32  NUL-terminated
const COMPRESSION_LENGTH = 32;
const STRUCTURE = 'EFI zboot header';

export function isZbootImage(head: Uint8Array): boolean {
  return latin1(head.subarray(0, 2)) === 'MZ' && latin1(head.subarray(MAGIC, MAGIC + 4)) === 'zimg';
}

export function readZbootImage(source: BlockSource, head: Uint8Array): { header: ZbootHeader; payload: PayloadPlace } {
  const view = new ByteView(head, STRUCTURE, source.origin);
  const name = view.slice(COMPRESSION, COMPRESSION_LENGTH);
  if (!name.includes(0)) throw view.error('compression type', COMPRESSION, JSON.stringify(latin1(name)), 'a name that ends with NUL');
  const [offset, length] = [view.u32(PAYLOAD_OFFSET), view.u32(PAYLOAD_LENGTH)];
  if (offset >= source.length) throw view.error('payload offset', PAYLOAD_OFFSET, offset, `less than ${source.length}`);
  if (length > source.length - offset) throw view.error('payload size', PAYLOAD_LENGTH, length, `at most ${source.length - offset}`);
  const architecture = readEfiStub(source, head)?.architecture;
  const header: ZbootHeader = { kind: 'efi-zboot', ...(architecture === undefined ? {} : { architecture }), compression: latin1(name) };
  return { header, payload: { offset, length, sizeWord: 'behind', namedCodec: header.compression } };
}
