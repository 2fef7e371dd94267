import { initialSidName } from '../initial-sids.ts';
import type { FsUse, GenfsContext, InitialSid, NamedContexts, NodeContext, ObjectContexts, PortContext } from '../object-contexts.ts';
import type { PolicyCursor } from '../policy-cursor.ts';
import { CONTEXT_LENGTH, decodeContext } from './decode-level.ts';

/** IPv4 and IPv6 addresses. */
const NODE_BYTES = 4;
const NODE6_BYTES = 16;
const SUBNET_PREFIX_BYTES = 8;
const GENFS_LENGTH = 9;

/** The lists of object contexts in file order; `lists` says whether those of Infiniband are among them. */
export function decodeObjectContexts(cursor: PolicyCursor, lists: number): ObjectContexts {
  const hasInfiniband = lists > 7;
  return {
    initialSids: decodeList(cursor, 'initial SIDs', 4, () => decodeInitialSid(cursor)),
    fileSystems: decodeList(cursor, 'file systems', 5 + CONTEXT_LENGTH, () => decodeNamedContexts(cursor)),
    ports: decodeList(cursor, 'ports', 12, () => decodePort(cursor)),
    interfaces: decodeList(cursor, 'interfaces', 5 + CONTEXT_LENGTH, () => decodeNamedContexts(cursor)),
    nodes: decodeList(cursor, 'nodes', 2 * NODE_BYTES, () => decodeNode(cursor, NODE_BYTES)),
    fsUses: decodeList(cursor, 'fs_use', 9, () => decodeFsUse(cursor)),
    nodes6: decodeList(cursor, 'IPv6 nodes', 2 * NODE6_BYTES, () => decodeNode(cursor, NODE6_BYTES)),
    infinibandPartitions: hasInfiniband
      ? decodeList(cursor, 'Infiniband partitions', SUBNET_PREFIX_BYTES + 8, () => ({
          subnetPrefix: cursor.bytes(SUBNET_PREFIX_BYTES, 'subnet_prefix'),
          low: cursor.u32('low_pkey'),
          high: cursor.u32('high_pkey'),
          context: decodeContext(cursor),
        }))
      : [],
    infinibandPorts: hasInfiniband
      ? decodeList(cursor, 'Infiniband ports', 9, () => {
          const length = cursor.u32('len');
          const port = cursor.u32('port');
          return { device: cursor.name(length), port, context: decodeContext(cursor) };
        })
      : [],
  };
}

/** u32 file systems; each u32 length, name, u32 paths; each path u32 length, path, u32 class, context. */
export function decodeGenfs(cursor: PolicyCursor): GenfsContext[] {
  cursor.section = 'genfs';
  const contexts: GenfsContext[] = [];
  for (let left = cursor.count('nel', GENFS_LENGTH); left > 0; left--) {
    const fileSystem = cursor.name(cursor.u32('fstype len'), 'fstype');
    for (let paths = cursor.count('paths', 9 + CONTEXT_LENGTH); paths > 0; paths--) {
      const path = cursor.name(cursor.u32('path len'), 'path');
      contexts.push({ fileSystem, path, tclass: cursor.u32('sclass'), context: decodeContext(cursor) });
    }
  }
  return contexts;
}

/** `ownLength`: the bytes of a record besides its (first) context. */
function decodeList<T>(cursor: PolicyCursor, section: string, ownLength: number, decode: () => T): T[] {
  cursor.section = section;
  return Array.from({ length: cursor.count('nel', ownLength + CONTEXT_LENGTH) }, decode);
}

function decodeInitialSid(cursor: PolicyCursor): InitialSid {
  const sid = cursor.u32('sid');
  return { sid, name: initialSidName(sid), context: decodeContext(cursor) };
}

function decodeNamedContexts(cursor: PolicyCursor): NamedContexts {
  const name = cursor.name(cursor.u32('len'));
  return { name, context: decodeContext(cursor), second: decodeContext(cursor) };
}

function decodePort(cursor: PolicyCursor): PortContext {
  return { protocol: cursor.u32('protocol'), low: cursor.u32('low_port'), high: cursor.u32('high_port'), context: decodeContext(cursor) };
}

function decodeNode(cursor: PolicyCursor, length: number): NodeContext {
  return { address: cursor.bytes(length, 'addr'), mask: cursor.bytes(length, 'mask'), context: decodeContext(cursor) };
}

function decodeFsUse(cursor: PolicyCursor): FsUse {
  const behaviour = cursor.u32('behavior');
  return { behaviour, name: cursor.name(cursor.u32('len')), context: decodeContext(cursor) };
}
