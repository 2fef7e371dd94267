import type { LoadedUnit } from '../load/loaded-unit.ts';
import { parseUnitName, withType } from '../names/unit-name.ts';
import { allValues, lastValid } from '../settings/unit-setting.ts';
import { booleanOf } from '../values/boolean.ts';
import { expandSpecifiers } from '../values/specifiers.ts';
import { readUnitPath } from '../values/unit-path-value.ts';
import { quotedWords } from '../values/words.ts';
import { refusePam } from './service.ts';

const KEYS = {
  ListenStream: 'stream',
  ListenDatagram: 'datagram',
  ListenSequentialPacket: 'sequential-packet',
  ListenFIFO: 'fifo',
  ListenNetlink: 'netlink',
  ListenSpecial: 'special',
  ListenMessageQueue: 'message-queue',
  ListenUSBFunction: 'usb-function',
} as const;
type ListenKey = keyof typeof KEYS;

/** What a socket unit listens on. */
export interface Listener {
  readonly type: (typeof KEYS)[ListenKey];
  readonly family: 'unix' | 'abstract' | 'ip' | 'vsock' | 'netlink' | 'path';
  /** A path, `@name`, `vsock:cid:port`, a port, or an address with a port; /run instead of /var/run. */
  readonly address: string;
  readonly path: string;
  readonly line: number;
}

type Socket = Pick<LoadedUnit, 'name' | 'aliases' | 'realPath' | 'settings'>;

const PORT = /^(?:[1-9]\d{0,4})$/;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d):(\d+)$/;
const IPV6 = /^\[([0-9A-Fa-f:.]+)\]:(\d+)(?:%[^%/]+)?$/;
const VSOCK = /^vsock:\d*:\d+$/;
/** A family of netlink by name or number, and a group. */
const NETLINK =
  /^(?:route|firewall|inet-diag|nflog|xfrm|selinux|iscsi|audit|fib-lookup|connector|netfilter|ip6-fw|dnrtmsg|kobject-uevent|generic|scsitransport|ecryptfs|rdma|\d+)(?:[ \t]+\d+)?$/;
/** sun_path of sockaddr_un. */
const MAX_UNIX = 108;

/** Addresses that systemd can read; an empty Listen… of any kind takes all before it away. */
export function listenersOf(unit: Socket): readonly Listener[] {
  return allValues(unit.settings, 'Socket', ...Object.keys(KEYS)).flatMap(({ key, value, path, line }) => {
    const type = KEYS[key as ListenKey];
    const found =
      type === 'netlink'
        ? readNetlink(value, unit)
        : ['stream', 'datagram', 'sequential-packet'].includes(type)
          ? readAddress(value, unit)
          : readNode(value, type, unit);
    const fits = found !== undefined && (type !== 'sequential-packet' || found.family === 'unix' || found.family === 'abstract');
    return fits ? [{ type, ...found, path, line }] : [];
  });
}

/** The service that a connection starts, where it is one: with Accept=yes each has its own instance. */
export function socketService(unit: Socket): string | undefined {
  return serviceSetting(unit) ?? (acceptsItself(unit) ? undefined : withType(unit.name, 'service'));
}

/** systemd accepts connections, and every address can be accepted on. */
export function acceptsItself(unit: Socket): boolean {
  return booleanOf(unit.settings, 'Socket', 'Accept') && listenersOf(unit).every(({ type }) => type === 'stream' || type === 'sequential-packet');
}

/** src/core/socket.c, `socket_verify`. */
export function refuseSocket(unit: Socket): string | undefined {
  const listeners = listenersOf(unit);
  const accept = booleanOf(unit.settings, 'Socket', 'Accept');
  if (listeners.length === 0) return 'it has no Listen…= that systemd can read';
  if (accept && !acceptsItself(unit)) return 'Accept=yes with an address on which nothing is accepted';
  const connections = lastValid(unit.settings, 'Socket', 'MaxConnections', (value) => (/^\d{1,10}$/.test(value) ? Number(value) : undefined));
  if (accept && connections === 0) return 'Accept=yes with MaxConnections=0';
  if (accept && serviceSetting(unit) !== undefined) return 'Accept=yes with a Service=';
  return refusePam(unit, 'Socket', ['control-group']) ?? refuseSymlinks(unit, listeners);
}

function refuseSymlinks(unit: Socket, listeners: readonly Listener[]): string | undefined {
  const links = allValues(unit.settings, 'Socket', 'Symlinks').flatMap(({ value }) => quotedWords(value, 'kept').words);
  const nodes = listeners.filter(({ family, type }) => family === 'unix' || type === 'fifo');
  return links.length > 0 && nodes.length !== 1 ? 'Symlinks= without one path that they could lead to' : undefined;
}

function serviceSetting(unit: Socket): string | undefined {
  return lastValid(unit.settings, 'Socket', 'Service', (value) => {
    const name = expandSpecifiers(value, unit, 'unit-name')?.text ?? '';
    return name.endsWith('.service') && parseUnitName(name) !== undefined ? name : undefined;
  });
}

type Found = Pick<Listener, 'family' | 'address'> | undefined;

function readNode(value: string, type: Listener['type'], unit: Socket): Found {
  const path = readUnitPath(value, unit);
  return path === undefined ? undefined : { family: 'path', address: type === 'fifo' ? withoutVarRun(path) : path };
}

function readNetlink(value: string, unit: Socket): Found {
  const text = expandSpecifiers(value, unit)?.text ?? '';
  return NETLINK.test(text) ? { family: 'netlink', address: text } : undefined;
}

function readAddress(value: string, unit: Socket): Found {
  const text = expandSpecifiers(value, unit)?.text ?? '';
  if (text.startsWith('/')) return text.length < MAX_UNIX ? { family: 'unix', address: withoutVarRun(text) } : undefined;
  if (text.startsWith('@')) return text.length > 1 && text.length <= MAX_UNIX ? { family: 'abstract', address: text } : undefined;
  if (VSOCK.test(text)) return { family: 'vsock', address: text };
  const [, host, port] = IPV6.exec(text) ?? [];
  const isAddress = host === undefined ? isPort(IPV4.exec(text)?.[1] ?? text) : isPort(port!) && URL.canParse(`http://[${host}]/`);
  return isAddress ? { family: 'ip', address: text } : undefined;
}

function isPort(text: string): boolean {
  return PORT.test(text) && Number(text) <= 0xffff;
}

function withoutVarRun(path: string): string {
  return path.replace(/^\/var\/run(?=\/)/, '/run');
}
