import { type BlockSource, readBytes } from '@staticfire/read/block-source';
import { type Disk, type DiskPartition, notGiven, startsEmpty } from '@staticfire/read/image';
import { defineDiskCollector } from '../collector.ts';
import { type DataContent, dataContent } from './data-content.schema.ts';

type Found = DataContent['partitions'][number];

const PROBE = 64 * 1024;
/** LUKS1 on-disk format 1.2.3, section 2.1; LUKS2 on-disk format 1.1.4, section 2.1: magic, version as big-endian u16, label at 24. */
const LUKS_MAGIC = [0x4c, 0x55, 0x4b, 0x53, 0xba, 0xbe];
const LUKS_VERSION_AT = 6;
const LUKS2_LABEL_AT = 24;
const LUKS2_LABEL_LENGTH = 48;
const XFS_MAGIC = [0x58, 0x46, 0x53, 0x42];
const EXT4_MAGIC = [0x53, 0xef];
const EXT4_MAGIC_AT = 1080;

export const collectDataContent = defineDiskCollector({
  fact: dataContent,
  reads: ['image'],
  collect({ image }, sources): DataContent | undefined {
    const { disk, dataDisk } = image;
    if (disk === undefined && dataDisk === undefined) throw notGiven('DATA');
    const own = dataOf(disk);
    const beside = dataOf(dataDisk);
    if (own.length + beside.length === 0) return undefined;
    for (const { source } of [...own, ...beside]) sources.add({ partition: 'DATA', offset: 0, length: Math.min(PROBE, source.length) });
    return { partitions: [...own.map(describe), ...beside.map((each): Found => ({ disk: 'data', partLabel: each.label, ...describe(each) }))] };
  },
});

function dataOf(disk: Disk | undefined): readonly DiskPartition[] {
  return disk?.partitions.filter(({ role }) => role === 'DATA') ?? [];
}

function describe({ bank, index, source }: DiskPartition): Found {
  return { ...(bank === undefined ? {} : { bank }), index, ...contentOf(source) };
}

function contentOf(source: BlockSource): Pick<Found, 'content' | 'label' | 'luksVersion'> {
  if (startsEmpty(source)) return { content: 'zeros' };
  if (startsWith(source, 0, LUKS_MAGIC)) return { content: 'luks', ...describeLuks(source) };
  if (startsWith(source, 0, XFS_MAGIC)) return { content: 'xfs' };
  return { content: startsWith(source, EXT4_MAGIC_AT, EXT4_MAGIC) ? 'ext4' : 'unknown' };
}

function describeLuks(source: BlockSource): Pick<Found, 'label' | 'luksVersion'> {
  if (source.length < LUKS2_LABEL_AT + LUKS2_LABEL_LENGTH) return {};
  const header = readBytes(source, 0, LUKS2_LABEL_AT + LUKS2_LABEL_LENGTH);
  const luksVersion = header[LUKS_VERSION_AT]! * 256 + header[LUKS_VERSION_AT + 1]!;
  if (luksVersion !== 2) return { luksVersion };
  const label = new TextDecoder('latin1').decode(header.subarray(LUKS2_LABEL_AT)).split('\0')[0]!;
  return { luksVersion, ...(label === '' ? {} : { label }) };
}

function startsWith(source: BlockSource, offset: number, magic: readonly number[]): boolean {
  if (source.length < offset + magic.length) return false;
  const found = readBytes(source, offset, magic.length);
  return magic.every((byte, index) => found[index] === byte);
}
