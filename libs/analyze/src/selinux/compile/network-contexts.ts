import type { CilNode } from '@staticfire/read/formats/cil';
import type { ObjectContexts } from '@staticfire/read/formats/selinux-policy';
import { type CilProgram, type CilStatement, CilTable, nameAt, operandAt, wrong } from '../cil/index.ts';
import { parseAddress } from './ip-address.ts';
import { once } from './once.ts';
import type { PolicyContexts } from './policy-contexts.ts';

const PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ['tcp', 6],
  ['udp', 17],
  ['dccp', 33],
  ['sctp', 132],
]);
const MAX_U16 = 0xffff;
const MAX_DEVICE_PORT = 255;
const PREFIX_BYTES = 8;
const IPV4_BYTES = 4;

type NetworkContexts = Omit<ObjectContexts, 'initialSids' | 'fsUses' | 'fileSystems'>;

/** Contexts of ports, interfaces, hosts and Infiniband. Two about the same are a FormatError. */
export function networkContexts(program: CilProgram, contexts: PolicyContexts): NetworkContexts {
  const nodes = nodeContexts(program, contexts);
  return {
    ports: once(program.all('portcon'), (statement) => {
      const protocol = PROTOCOLS.get(nameAt(statement, 0));
      if (protocol === undefined) throw wrong(statement, nameAt(statement, 0), [...PROTOCOLS.keys()].join(', '));
      const { low, high } = spanAt(statement, 1, 10);
      return [`${protocol} ${low} ${high}`, { protocol, low, high, context: contexts.at(2, statement) }];
    }),
    interfaces: once(program.all('netifcon'), (statement) => {
      const name = nameAt(statement, 0);
      return [name, { name, context: contexts.at(1, statement), second: contexts.at(2, statement) }];
    }),
    nodes: nodes.filter(({ address }) => address.length === IPV4_BYTES),
    nodes6: nodes.filter(({ address }) => address.length !== IPV4_BYTES),
    infinibandPartitions: once(program.all('ibpkeycon'), (statement) => {
      const address = parseAddress(nameAt(statement, 0));
      if (address === undefined || address.length === IPV4_BYTES) throw wrong(statement, nameAt(statement, 0), 'an IPv6 address');
      const { low, high } = spanAt(statement, 1, 0);
      const subnetPrefix = address.subarray(0, PREFIX_BYTES);
      return [`${subnetPrefix} ${low} ${high}`, { subnetPrefix, low, high, context: contexts.at(2, statement) }];
    }),
    infinibandPorts: once(program.all('ibendportcon'), (statement) => {
      const [device, port] = [nameAt(statement, 0), numberOf(operandAt(statement, 1), statement, 10)];
      if (port < 1 || port > MAX_DEVICE_PORT) throw wrong(statement, String(port), `1 to ${MAX_DEVICE_PORT}`);
      return [`${device} ${port}`, { device, port, context: contexts.at(2, statement) }];
    }),
  };
}

function nodeContexts(program: CilProgram, contexts: PolicyContexts): NetworkContexts['nodes'] {
  const named = new CilTable<Uint8Array>('an ipaddr that is declared', program.blocks);
  for (const statement of program.all('ipaddr')) named.declare(statement, () => addressOf(nameAt(statement, 1), statement));
  return once(program.all('nodecon'), (statement) => {
    const [address, mask] = [addressAt(statement, 0, named), addressAt(statement, 1, named)];
    if (address.length !== mask.length) throw wrong(statement, undefined, 'an address and a mask of one kind');
    return [`${address} ${mask}`, { address, mask, context: contexts.at(2, statement) }];
  });
}

/** A named address, or one in parentheses. */
function addressAt(statement: CilStatement, index: number, named: CilTable<Uint8Array>): Uint8Array {
  const node = operandAt(statement, index);
  if (node.kind !== 'list') return named.get(node.text, statement);
  const [text, ...rest] = node.items;
  if (text === undefined || text.kind === 'list' || rest.length > 0) throw wrong(statement, undefined, 'an address');
  return addressOf(text.text, statement);
}

function addressOf(text: string, statement: CilStatement): Uint8Array {
  const address = parseAddress(text);
  if (address === undefined) throw wrong(statement, text, 'an address');
  return address;
}

/** A number, or `(low high)`, both inclusive. */
function spanAt(statement: CilStatement, index: number, radix: 0 | 10): { readonly low: number; readonly high: number } {
  const node = operandAt(statement, index);
  const [first = node, last = first, ...rest] = node.kind === 'list' ? node.items : [node];
  if (rest.length > 0 || (node.kind === 'list' && node.items.length < 2)) throw wrong(statement, undefined, 'a low and a high number');
  const [low, high] = [numberOf(first, statement, radix), numberOf(last, statement, radix)];
  if (low > high || high > MAX_U16) throw wrong(statement, `${low} ${high}`, `an ascending range of numbers up to ${MAX_U16}`);
  return { low, high };
}

/** As `strtoul` reads it: with radix 0 hexadecimal behind `0x` and octal behind `0`. */
function numberOf(node: CilNode, statement: CilStatement, radix: 0 | 10): number {
  const text = node.kind === 'list' ? '' : node.text;
  if (/^\d+$/.test(text) && (radix === 10 || !/^0\d/.test(text))) return Number.parseInt(text, 10);
  if (radix === 0 && /^0x[0-9a-f]+$/i.test(text)) return Number.parseInt(text, 16);
  if (radix === 0 && /^0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  throw wrong(statement, text, 'a number');
}
