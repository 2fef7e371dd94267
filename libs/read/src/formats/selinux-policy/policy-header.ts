import { type Ebitmap, readEbitmap } from './ebitmap.ts';
import { policyCapabilityName } from './policy-capabilities.ts';
import { PolicyCursor } from './policy-cursor.ts';

/** What the start of a binary policy says, up to its symbol tables. */
export interface SelinuxPolicyHeader {
  /** policyvers. */
  readonly version: number;
  readonly mls: boolean;
  /** What happens to classes and permissions that the kernel knows and the policy does not. */
  readonly handleUnknown: 'deny' | 'reject' | 'allow';
  readonly symbolTables: number;
  readonly contextTables: number;
  /** By name, in bit order; `bit 40` where the bit has no name yet. */
  readonly capabilities: readonly string[];
  /** Values of the types that are permissive. */
  readonly permissiveTypes: readonly number[];
}

const MAGIC = 0xf97cff8c;
/** Other files of SELinux that start in a like way. */
const OTHER_MAGICS: ReadonlyMap<number, string> = new Map([
  [0xf97cff8a, 'compiled file contexts'],
  [0xf97cff8d, 'a policy module'],
  [0xf97cff8f, 'a policy package'],
]);
const TARGET = 'SE Linux';
const OTHER_TARGETS = ['XenFlask'];
const MIN_VERSION = 15;
/** The newest version that is read. */
export const MAX_VERSION = 35;
const CONFIG = { mls: 1, rejectUnknown: 2, allowUnknown: 4 };
const CONFIG_KNOWN = 7;
const VERSION_POLCAP = 22;
const VERSION_PERMISSIVE = 23;
/** From here on a second bitmap of types follows, those that are never audited. */
const VERSION_NEVERAUDIT = 35;
/** Type values are u16; capabilities are a handful. */
const MAX_BIT = 0xffff;

/** Numbers of tables by version: security/selinux/ss/policydb.c, `policydb_compat`. */
const TABLES = [
  { from: 15, symbols: 5, contexts: 6 },
  { from: 16, symbols: 6, contexts: 6 },
  { from: 17, symbols: 6, contexts: 7 },
  { from: 19, symbols: 8, contexts: 7 },
  { from: 31, symbols: 8, contexts: 9 },
] as const;

/**
 * The header of a binary SELinux policy, from its first byte (policydb.c, `policydb_read`):
 *
 * | at | size | field |
 * |---|---|---|
 * | 0 | u32 | magic 0xf97cff8c |
 * | 4 | u32 | length of the target string, 8 |
 * | 8 | 8 | `SE Linux` |
 * | 16 | u32 | policyvers |
 * | 20 | u32 | config: 1 MLS, 2 reject unknown, 4 allow unknown |
 * | 24 | u32 | symbol tables |
 * | 28 | u32 | object context tables |
 * | 32 | ebitmap | policy capabilities, from version 22 |
 * | | ebitmap | permissive types, from version 23 |
 *
 * Modules, Xen policies and versions above 35 are an UnsupportedError. `offset` is the absolute image offset of `bytes`, for errors.
 */
export function readSelinuxPolicyHeader(bytes: Uint8Array, offset = 0): SelinuxPolicyHeader {
  return decodeHeader(new PolicyCursor(bytes, offset)).header;
}

/** Whether a file starts as a policy, or as a module, a package or compiled file contexts, which are no policy but are named as what they are. */
export function startsAsSelinuxBinary(start: Uint8Array): boolean {
  if (start.length < 4) return false;
  const magic = new DataView(start.buffer, start.byteOffset, start.byteLength).getUint32(0, true);
  return magic === MAGIC || OTHER_MAGICS.has(magic);
}

/** The same from a cursor, with the values of the types that are never audited (version 35). Versions below `oldest` are an UnsupportedError. */
export function decodeHeader(
  cursor: PolicyCursor,
  oldest = MIN_VERSION,
): { readonly header: SelinuxPolicyHeader; readonly neverAuditTypes: readonly number[] } {
  checkMagic(cursor);
  const version = checkVersion(cursor, oldest);
  const config = cursor.u32('config');
  if ((config & ~CONFIG_KNOWN) !== 0) throw cursor.unsupported('config', `0x${config.toString(16)}`);
  const start = { version, mls: (config & CONFIG.mls) !== 0, handleUnknown: handleUnknown(cursor, config), ...checkTables(cursor, version) };
  const capabilities = version < VERSION_POLCAP ? [] : readBits(cursor, 'policycaps').map(policyCapabilityName);
  const permissiveTypes = version < VERSION_PERMISSIVE ? [] : readBits(cursor, 'permissive_map');
  const neverAuditTypes = version < VERSION_NEVERAUDIT ? [] : readBits(cursor, 'neveraudit_map');
  return { header: { ...start, capabilities, permissiveTypes }, neverAuditTypes };
}

function checkMagic(cursor: PolicyCursor): void {
  const magic = cursor.u32('magic');
  const other = OTHER_MAGICS.get(magic);
  if (other !== undefined) throw cursor.unsupported('magic', other);
  if (magic !== MAGIC) throw cursor.error('magic', `0x${magic.toString(16)}`, `0x${MAGIC.toString(16)}`);
  const length = cursor.u32('length of the target string');
  if (length !== TARGET.length) throw cursor.error('length of the target string', length, TARGET.length);
  const target = Buffer.from(cursor.bytes(TARGET.length, 'target')).toString('latin1');
  if (OTHER_TARGETS.includes(target)) throw cursor.unsupported('target', target);
  if (target !== TARGET) throw cursor.error('target', JSON.stringify(target), TARGET);
}

function checkVersion(cursor: PolicyCursor, oldest: number): number {
  const version = cursor.u32('policyvers');
  if (version < MIN_VERSION) throw cursor.error('policyvers', version, `at least ${MIN_VERSION}`);
  if (version > MAX_VERSION || version < oldest) throw cursor.unsupported('policyvers', version);
  return version;
}

function checkTables(cursor: PolicyCursor, version: number): Pick<SelinuxPolicyHeader, 'symbolTables' | 'contextTables'> {
  const tables = TABLES.findLast(({ from }) => version >= from)!;
  const symbolTables = cursor.u32('sym_num');
  if (symbolTables !== tables.symbols) throw cursor.error('sym_num', symbolTables, tables.symbols);
  const contextTables = cursor.u32('ocon_num');
  if (contextTables !== tables.contexts) throw cursor.error('ocon_num', contextTables, tables.contexts);
  return { symbolTables, contextTables };
}

/** The kernel takes each bit by itself; with both set, loading is refused when there is something unknown. */
function handleUnknown(cursor: PolicyCursor, config: number): SelinuxPolicyHeader['handleUnknown'] {
  const reject = (config & CONFIG.rejectUnknown) !== 0;
  const allow = (config & CONFIG.allowUnknown) !== 0;
  if (reject && allow) throw cursor.error('config', config, 'reject unknown or allow unknown, not both');
  return reject ? 'reject' : allow ? 'allow' : 'deny';
}

function readBits(cursor: PolicyCursor, field: string): number[] {
  const bits: Ebitmap = readEbitmap(cursor, field);
  if (bits.highest > MAX_BIT) throw cursor.limit(`${field} highest bit`, bits.highest, `at most ${MAX_BIT}`);
  return bits.toArray();
}
