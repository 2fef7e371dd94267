import { type IpPrefix, isLoopback, parseIpPrefix } from './ip-prefix.ts';
import { splitPlainWords } from './split-words.ts';

const NAMED: Readonly<Record<string, readonly string[]>> = {
  any: ['0.0.0.0/0', '::/0'],
  localhost: ['127.0.0.0/8', '::1/128'],
  'link-local': ['169.254.0.0/16', 'fe80::/64'],
  multicast: ['224.0.0.0/4', 'ff00::/8'],
};
/** RFC 6761, and what Red Hat calls it (systemd src/basic/hostname-util.c, `is_localhost`). */
const LOCALHOST = /^(?:.*\.)?localhost(?:\.localdomain)?\.?$/is;

/** IPAddressAllow= or IPAddressDeny= (systemd src/shared/in-addr-prefix-util.c): what checks ask of the list. */
export class IpPrefixes {
  #hasLocal = false;
  #hasOthers = false;
  #everyFamily = new Set<number>();

  assign(value: string): void {
    if (value === '') {
      this.#hasLocal = this.#hasOthers = false;
      this.#everyFamily = new Set();
    }
    for (const word of new Set(splitPlainWords(value).words)) for (const prefix of prefixesOf(word)) this.#add(prefix);
  }

  get hasLocal(): boolean {
    return this.#hasLocal;
  }

  /** Addresses beside the loopback ones. */
  get hasOthers(): boolean {
    return this.#hasOthers;
  }

  /** All of IPv4 and all of IPv6. */
  get hasEverything(): boolean {
    return this.#everyFamily.size === 2;
  }

  #add(prefix: IpPrefix): void {
    if (prefix.length === 0) this.#everyFamily.add(prefix.address.length);
    if (isLoopback(prefix)) this.#hasLocal = true;
    else this.#hasOthers = true;
  }
}

function prefixesOf(word: string): readonly IpPrefix[] {
  const named = LOCALHOST.test(word) ? NAMED['localhost'] : Object.hasOwn(NAMED, word) ? NAMED[word] : undefined;
  return (named ?? [word]).flatMap((text) => parseIpPrefix(text) ?? []);
}
