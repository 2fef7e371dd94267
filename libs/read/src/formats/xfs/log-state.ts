import { ReadError } from '../../bytes/index.ts';
import { blockOffset, type Volume, viewAt } from './volume.ts';

const BASIC_BLOCK = 512;
const RECORD_MAGIC = 0xfeedbabe;
const HEADER_CYCLES_LENGTH = 32_768; // bytes of a record that one header block has cycle words for
const VERSION_2 = 2;
const UNMOUNT = 0x20; // XLOG_UNMOUNT_TRANS
/** A record header lies at most this far before the head: eight buffers of 256 KiB and their headers. */
const MAX_BACK = (8 * 256 * 1024) / BASIC_BLOCK + 8 * 8;

/** Reads of the log, by basic block from its start. */
interface Log {
  readonly blocks: number;
  /** Number of the pass over the log in which a block was written; 0 when it never was. */
  cycle(block: number): number;
  header(block: number): Record | undefined;
  /** oh_flags of the first operation in a record's data. */
  operationFlags(block: number): number;
}

/** struct xlog_rec_header (fs/xfs/libxfs/xfs_log_format.h) */
interface Record {
  readonly block: number;
  readonly headerBlocks: number;
  readonly dataBlocks: number;
  readonly operations: number; // h_num_logops
}

/**
 * Whether the log ends as unmounting leaves it: the last record is the unmount record, or nothing was ever written. False also
 * where that cannot be told: the log is on another device, or damaged.
 */
export function isLogClean(volume: Volume): boolean {
  const { logStart, logBlocks } = volume.superBlock;
  if (logStart === 0 || logBlocks === 0) return false;
  try {
    return endsWithUnmount(openLog(volume, blockOffset(volume, logStart), (logBlocks * volume.geometry.blockSize) / BASIC_BLOCK));
  } catch (error) {
    if (error instanceof ReadError) return false;
    throw error;
  }
}

function openLog(volume: Volume, start: number, blocks: number): Log {
  const at = (block: number) => viewAt(volume, start + block * BASIC_BLOCK, BASIC_BLOCK, 'xfs log');
  return {
    blocks,
    cycle: (block) => (at(block).u32(0) === RECORD_MAGIC ? at(block).u32(4) : at(block).u32(0)),
    operationFlags: (block) => at(block).u8(9),
    header(block) {
      const view = at(block);
      if (view.u32(0) !== RECORD_MAGIC) return undefined;
      const wide = (view.u32(8) & VERSION_2) !== 0 && view.u32(320) > HEADER_CYCLES_LENGTH;
      const headerBlocks = wide ? Math.ceil(view.u32(320) / HEADER_CYCLES_LENGTH) : 1;
      return { block, headerBlocks, dataBlocks: Math.ceil(view.u32(12) / BASIC_BLOCK), operations: view.u32(40) };
    },
  };
}

function endsWithUnmount(log: Log): boolean {
  const head = findHead(log);
  if (head === undefined) return true;
  const record = findRecordBefore(log, head);
  if (record === undefined || record.operations !== 1) return false;
  const dataAt = (record.block + record.headerBlocks) % log.blocks;
  if ((dataAt + record.dataBlocks) % log.blocks !== head % log.blocks) return false;
  return (log.operationFlags(dataAt) & UNMOUNT) !== 0;
}

/** The block after the last that was written: the first of an older pass, or of none. Undefined when nothing was written (xlog_find_head). */
function findHead(log: Log): number | undefined {
  const newest = log.cycle(0);
  if (newest === 0) return undefined;
  let [low, high] = [0, log.blocks];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (log.cycle(middle) === newest) low = middle;
    else high = middle;
  }
  return high;
}

/** The last record header before `head`, round the log's end if need be. */
function findRecordBefore(log: Log, head: number): Record | undefined {
  for (let back = 1; back <= Math.min(MAX_BACK, log.blocks); back++) {
    const record = log.header((head - back + log.blocks) % log.blocks);
    if (record !== undefined) return record;
  }
  return undefined;
}
