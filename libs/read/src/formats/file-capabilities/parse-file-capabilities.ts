import { FormatError, UnsupportedError } from '../../bytes/index.ts';
import { capabilityNames } from './capability-names.ts';

/** What a file's `security.capability` gives to whoever starts it. */
export interface FileCapabilities {
  readonly version: 1 | 2 | 3;
  /** They are in force at once; without it the program has to ask for them. */
  readonly effective: boolean;
  /** By number: `cap_net_raw`; a number without a name as it is. */
  readonly permitted: readonly string[];
  /** What a process may keep when it starts the file. */
  readonly inheritable: readonly string[];
  /** Version 3: the user who is root in the user namespaces where it holds. */
  readonly rootId?: number;
}

const STRUCTURE = 'security.capability';
const REVISION = 0xff00_0000;
const EFFECTIVE = 0x0000_0001;
/** Version → bytes and 32-bit words of a set. */
const SHAPES = { 1: { length: 12, words: 1 }, 2: { length: 20, words: 2 }, 3: { length: 24, words: 2 } } as const;

/** `struct vfs_cap_data` and `vfs_ns_cap_data` (include/uapi/linux/capability.h), little-endian; Linux refuses other lengths, and to start the file. */
export function parseFileCapabilities(value: Uint8Array): FileCapabilities {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  if (value.length < 4) throw new FormatError({ structure: STRUCTURE, message: `it has ${value.length} bytes, at least 4 are expected` });
  const magic = view.getUint32(0, true);
  const version = (magic & REVISION) >>> 24;
  if (version !== 1 && version !== 2 && version !== 3) {
    throw new UnsupportedError({ structure: STRUCTURE, field: 'magic_etc', found: version, message: 'versions 1 to 3 are known' });
  }
  const { length, words } = SHAPES[version];
  if (value.length !== length) throw new FormatError({ structure: STRUCTURE, message: `version ${version} has ${length} bytes, not ${value.length}` });
  const set = (half: 0 | 1) => namesOf(Array.from({ length: words }, (_, word) => view.getUint32(4 + 8 * word + 4 * half, true)));
  const sets = { permitted: set(0), inheritable: set(1) };
  return { version, effective: (magic & EFFECTIVE) !== 0, ...sets, ...(version === 3 ? { rootId: view.getUint32(20, true) } : {}) };
}

function namesOf(words: readonly number[]): string[] {
  return words.flatMap((word, index) => Array.from({ length: 32 }, (_, bit) => (((word >>> bit) & 1) === 1 ? [nameOf(index * 32 + bit)] : [])).flat());
}

function nameOf(number: number): string {
  const name = capabilityNames[number];
  return name === undefined ? String(number) : `cap_${name}`;
}
