import { ByteView, UnsupportedError } from '../../bytes/index.ts';
import { readEbitmap } from './ebitmap.ts';
import { policyCapabilityName } from './policy-capabilities.ts';

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
const MAX_VERSION = 35;
const CONFIG = { mls: 1, rejectUnknown: 2, allowUnknown: 4 };
const CONFIG_KNOWN = 7;
const VERSION_POLCAP = 22;
const VERSION_PERMISSIVE = 23;
/** From here on a second bitmap of types follows, those that are never audited. */
const VERSION_NEVERAUDIT = 35;

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
  const view = new ByteView(bytes, 'SELinux policy', offset);
  checkMagic(view);
  const version = checkVersion(view);
  const config = view.u32(20);
  if ((config & ~CONFIG_KNOWN) !== 0) throw unsupported(view, 'config', 20, `0x${config.toString(16)}`);
  const tables = TABLES.findLast(({ from }) => version >= from)!;
  const symbolTables = view.u32(24);
  if (symbolTables !== tables.symbols) throw view.error('sym_num', 24, symbolTables, tables.symbols);
  const contextTables = view.u32(28);
  if (contextTables !== tables.contexts) throw view.error('ocon_num', 28, contextTables, tables.contexts);
  return { version, mls: (config & CONFIG.mls) !== 0, handleUnknown: handleUnknown(view, config), symbolTables, contextTables, ...readBitmaps(view, version) };
}

function checkMagic(view: ByteView): void {
  const magic = view.u32(0);
  const other = OTHER_MAGICS.get(magic);
  if (other !== undefined) throw unsupported(view, 'magic', 0, other);
  if (magic !== MAGIC) throw view.error('magic', 0, `0x${magic.toString(16)}`, `0x${MAGIC.toString(16)}`);
  const length = view.u32(4);
  if (length !== TARGET.length) throw view.error('length of the target string', 4, length, TARGET.length);
  const target = Buffer.from(view.slice(8, TARGET.length)).toString('latin1');
  if (OTHER_TARGETS.includes(target)) throw unsupported(view, 'target', 8, target);
  if (target !== TARGET) throw view.error('target', 8, JSON.stringify(target), TARGET);
}

function checkVersion(view: ByteView): number {
  const version = view.u32(16);
  if (version < MIN_VERSION) throw view.error('policyvers', 16, version, `at least ${MIN_VERSION}`);
  if (version > MAX_VERSION) throw unsupported(view, 'policyvers', 16, version);
  return version;
}

/** The kernel takes each bit by itself; with both set, loading is refused when there is something unknown. */
function handleUnknown(view: ByteView, config: number): SelinuxPolicyHeader['handleUnknown'] {
  const reject = (config & CONFIG.rejectUnknown) !== 0;
  const allow = (config & CONFIG.allowUnknown) !== 0;
  if (reject && allow) throw view.error('config', 20, config, 'reject unknown or allow unknown, not both');
  return reject ? 'reject' : allow ? 'allow' : 'deny';
}

function readBitmaps(view: ByteView, version: number): Pick<SelinuxPolicyHeader, 'capabilities' | 'permissiveTypes'> {
  if (version < VERSION_POLCAP) return { capabilities: [], permissiveTypes: [] };
  const capabilities = readEbitmap(view, 32, 'policycaps');
  const names = capabilities.bits.map(policyCapabilityName);
  if (version < VERSION_PERMISSIVE) return { capabilities: names, permissiveTypes: [] };
  const permissive = readEbitmap(view, capabilities.end, 'permissive_map');
  if (version >= VERSION_NEVERAUDIT) readEbitmap(view, permissive.end, 'neveraudit_map');
  return { capabilities: names, permissiveTypes: permissive.bits };
}

function unsupported(view: ByteView, field: string, at: number, found: string | number): UnsupportedError {
  return new UnsupportedError({ structure: view.structure, field, offset: view.offset + at, found });
}
