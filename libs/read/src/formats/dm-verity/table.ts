import { FormatError, UnsupportedError } from '../../bytes/index.ts';
import { DIGEST_LENGTH, isAlgorithm, isBlockSize, MAX_SALT_LENGTH, type VerityParameters } from './verity-parameters.ts';

/**
 * One mapped device as `dm-mod.create=` describes it
 * (Linux Documentation/admin-guide/device-mapper/dm-init.rst and verity.rst).
 */
export interface VerityTable extends VerityParameters {
  readonly deviceName: string;
  readonly readOnly: boolean;
  /** Sectors of 512 bytes. */
  readonly startSector: number;
  readonly sectors: number;
  readonly version: number;
  readonly dataDevice: string;
  readonly hashDevice: string;
  /** Hexadecimal, lower case. */
  readonly rootHash: string;
  readonly options: readonly string[];
}

const STRUCTURE = 'dm-mod.create';

/** The value of `dm-mod.create`. Anything but one device with one verity line of format 1 is an UnsupportedError. */
export function parseVerityTable(text: string): VerityTable {
  if (text.includes(';')) throw unsupported('devices', 'more than one', 'one');
  const [deviceName = '', , , flags, ...lines] = text.split(',');
  if (flags === undefined || lines.length === 0) throw malformed('device', text, 'name,uuid,minor,flags,table');
  if (flags !== 'ro' && flags !== 'rw') throw malformed('flags', flags, 'ro or rw');
  if (lines.length > 1) throw unsupported('table lines', lines.length, 1);
  return { deviceName, readOnly: flags === 'ro', ...parseTableLine(lines[0]!) };
}

function parseTableLine(line: string): Omit<VerityTable, 'deviceName' | 'readOnly'> {
  const words = line.trim().split(/[ \t]+/);
  if (words[2] !== 'verity') throw unsupported('target', words[2] ?? '', 'verity');
  if (words.length < 13) throw malformed('words', words.length, 'at least 13');
  const version = count('version', words[3]!);
  if (version !== 1) throw unsupported('version', version, 1);
  const algorithm = words[10]!;
  if (!isAlgorithm(algorithm)) throw unsupported('algorithm', algorithm, 'sha256 or sha512');
  return {
    startSector: count('start_sector', words[0]!),
    sectors: count('num_sectors', words[1]!),
    version,
    dataDevice: words[4]!,
    hashDevice: words[5]!,
    dataBlockSize: blockSize('data_block_size', words[6]!),
    hashBlockSize: blockSize('hash_block_size', words[7]!),
    dataBlocks: count('num_data_blocks', words[8]!),
    hashStartBlock: count('hash_start_block', words[9]!),
    algorithm,
    rootHash: digest(words[11]!, DIGEST_LENGTH[algorithm]),
    salt: salt(words[12]!),
    options: parseOptions(words.slice(13)),
  };
}

/** `<number of optional arguments> <argument>…`; the kernel refuses a count that is not met. */
function parseOptions(words: readonly string[]): readonly string[] {
  if (words.length === 0) return [];
  const announced = count('number of optional arguments', words[0]!);
  if (announced !== words.length - 1) throw malformed('number of optional arguments', announced, words.length - 1);
  return words.slice(1);
}

function salt(word: string): Uint8Array {
  if (word === '-') return new Uint8Array();
  if (!/^(?:[0-9a-fA-F]{2})+$/.test(word) || word.length > 2 * MAX_SALT_LENGTH) {
    throw malformed('salt', word, `up to ${MAX_SALT_LENGTH} bytes in hexadecimal, or -`);
  }
  return Buffer.from(word, 'hex');
}

function digest(word: string, length: number): string {
  if (!/^[0-9a-fA-F]+$/.test(word) || word.length !== 2 * length) throw malformed('root digest', word, `${2 * length} hexadecimal digits`);
  return word.toLowerCase();
}

function blockSize(field: string, word: string): number {
  const size = count(field, word);
  if (!isBlockSize(size)) throw malformed(field, word, 'a power of two from 512 to 65536');
  return size;
}

function count(field: string, word: string): number {
  const value = /^[0-9]{1,16}$/.test(word) ? Number(word) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw malformed(field, word, 'a decimal number');
  return value;
}

function malformed(field: string, found: string | number, expected: string | number): FormatError {
  return new FormatError({ structure: STRUCTURE, field, found, expected });
}

function unsupported(field: string, found: string | number, expected: string | number): UnsupportedError {
  return new UnsupportedError({ structure: STRUCTURE, field, found, expected });
}
