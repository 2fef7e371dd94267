import { splitQuotedWords } from './split-words.ts';

/** Names of sys/socket.h (glibc 2.36) beside those that checks ask for. */
const OTHERS = `ALG APPLETALK ASH ATMPVC ATMSVC AX25 BLUETOOTH BRIDGE CAIF CAN DECnet ECONET IB IEEE802154 IPX IRDA ISDN IUCV KCM KEY LLC MCTP MPLS
  NETBEUI NETROM NFC PHONET PPPOX QIPCRTR RDS ROSE RXRPC SECURITY SMC SNA TIPC VSOCK WANPIPE X25 XDP`.split(/\s+/);
const NAMES: ReadonlyMap<string, string> = new Map([
  ...['UNIX', 'LOCAL', 'FILE'].map((name) => [`AF_${name}`, 'AF_UNIX'] as const),
  ...['NETLINK', 'ROUTE'].map((name) => [`AF_${name}`, 'AF_NETLINK'] as const),
  ...['INET', 'INET6', 'PACKET', ...OTHERS].map((name) => [`AF_${name.toUpperCase()}`, `AF_${name}`] as const),
]);
const ASKED_FOR = ['AF_INET', 'AF_INET6', 'AF_UNIX', 'AF_NETLINK', 'AF_PACKET'];

/** RestrictAddressFamilies= (systemd src/core/load-fragment.c, `config_parse_address_families`). */
export class AddressFamilies {
  #allows = false;
  #families: Set<string> | undefined;

  assign(value: string): void {
    if (value === '' || value === 'none') {
      this.#families = undefined;
      this.#allows = value === 'none';
      return;
    }
    const inverted = value.startsWith('~');
    if (this.#families === undefined) this.#allows = !inverted;
    this.#families ??= new Set();
    for (const word of splitQuotedWords(inverted ? value.slice(1) : value).words) this.#put(NAMES.get(word.toUpperCase()), inverted);
  }

  /** Whether no socket of these families can be made. */
  forbids(...families: readonly string[]): boolean {
    return families.some((family) => this.#families?.has(family)) ? !this.#allows : this.#allows;
  }

  /** Whether no socket of a family beside those that other checks ask for can be made. */
  get forbidsOthers(): boolean {
    return [...(this.#families ?? [])].some((family) => !ASKED_FOR.includes(family)) ? !this.#allows : this.#allows;
  }

  /** As one assignment would have it; undefined while nothing restricts them. */
  get text(): string | undefined {
    const names = [...(this.#families ?? [])].sort();
    if (names.length > 0) return `${this.#allows ? '' : '~'}${names.join(' ')}`;
    return this.#allows ? 'none' : undefined;
  }

  #put(family: string | undefined, inverted: boolean): void {
    if (family === undefined) return;
    if (inverted !== this.#allows) this.#families?.add(family);
    else this.#families?.delete(family);
  }
}
