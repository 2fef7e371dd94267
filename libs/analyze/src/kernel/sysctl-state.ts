import { isUnknown, type Unknown } from './kernel-knowledge.ts';
import { sysctlDefaults } from './sysctl-defaults.ts';

export type SysctlLayer = 'kernel-default' | 'sysctl.d' | 'unit' | 'settings-defaults' | 'user-data';

/** Who wrote a value. */
export interface SysctlOrigin {
  readonly layer: SysctlLayer;
  readonly file?: string;
  readonly line?: number;
  /** What is not to be seen in the file. */
  readonly because?: string;
}

export interface SysctlValue extends SysctlOrigin {
  readonly value: string;
}

const FORWARDING = 'net.ipv4.conf.all.forwarding';
const FORWARDING_6 = 'net.ipv6.conf.all.forwarding';
/** Two names of one variable (net/ipv4/devinet.c). */
const IP_FORWARD = 'net.ipv4.ip_forward';
const TWINS: ReadonlyMap<string, string> = new Map([
  [IP_FORWARD, FORWARDING],
  [FORWARDING, IP_FORWARD],
]);
/** Once such a parameter has this value the kernel lets nobody change it (kernel/bpf/syscall.c, security/yama, kernel/kexec_core.c, kernel/module). */
const LOCKS: ReadonlyMap<string, string> = new Map([
  ['kernel.unprivileged_bpf_disabled', '1'],
  ['kernel.yama.ptrace_scope', '3'],
  ['kernel.kexec_load_disabled', '1'],
  ['kernel.modules_disabled', '1'],
]);
const NUMBER = /^[+-]?(?:0x[0-9a-f]{1,8}|[0-9]{1,10})$/i;

/** The parameters of a running kernel, as writing after writing leaves them. */
export class SysctlState {
  readonly values = new Map<string, SysctlValue | Unknown>();
  /** Keys that this kernel does not have, and why. */
  readonly #missing = new Map<string, string>();

  copy(): SysctlState {
    const other = new SysctlState();
    for (const [key, value] of this.values) other.values.set(key, value);
    for (const [key, reason] of this.#missing) other.#missing.set(key, reason);
    return other;
  }

  start(key: string, value: SysctlValue | Unknown): void {
    this.values.set(key, value);
  }

  /** Writes to it fail. */
  lack(key: string, reason: string): void {
    this.#missing.set(key, reason);
    this.values.set(key, { unknown: `this kernel has no ${key}: ${reason}`, missing: reason });
  }

  write(key: string, written: string | Unknown, origin: SysctlOrigin): void {
    if (this.#missing.has(key)) return;
    const before = this.values.get(key);
    const value = isUnknown(written) ? written : asKernelTakesIt(key, written);
    if (this.#refuses(key, before, value)) return;
    this.#set(key, value, origin);
    const twin = TWINS.get(key);
    if (twin !== undefined) this.#set(twin, value, origin);
    if (!sameValue(before, value)) this.#sideEffects(key, value, origin);
  }

  #set(key: string, value: string | Unknown, origin: SysctlOrigin): void {
    this.values.set(key, isUnknown(value) ? value : { value, ...origin });
  }

  /** A locked parameter keeps its value. Where it is not known whether it is locked, what comes of it is not known either. */
  #refuses(key: string, before: SysctlValue | Unknown | undefined, value: string | Unknown): boolean {
    const lock = LOCKS.get(key);
    if (lock === undefined || value === lock) return false;
    if (before === undefined || !isUnknown(before)) return before?.value === lock;
    this.values.set(key, { unknown: `it may be locked at ${lock} already: ${before.unknown}` });
    return true;
  }

  /** net/ipv4/devinet.c, `inet_forward_change`; net/ipv6/addrconf.c, `addrconf_fixup_forwarding`. */
  #sideEffects(key: string, value: string | Unknown, origin: SysctlOrigin): void {
    const because = `a change of ${key} sets it, too`;
    const also = (other: string, effect: string | Unknown) => this.#set(other, effect, { ...origin, because });
    if (key === FORWARDING || key === IP_FORWARD) {
      also('net.ipv4.conf.all.accept_redirects', isUnknown(value) ? value : value === '0' ? '1' : '0');
      also('net.ipv4.conf.default.forwarding', value);
    }
    if (key === FORWARDING_6) also('net.ipv6.conf.default.forwarding', value);
  }
}

function sameValue(before: SysctlValue | Unknown | undefined, value: string | Unknown): boolean {
  return before !== undefined && !isUnknown(before) && before.value === value;
}

/** Numbers in decimal, as reading gives them back; a text where a number belongs may be refused, and is not known. */
function asKernelTakesIt(key: string, written: string): string | Unknown {
  const text = written.trim();
  if (!sysctlDefaults.has(key)) return text;
  if (!NUMBER.test(text)) return { unknown: `the kernel takes numbers only, and something else is written to ${key}` };
  const digits = text.replace(/^[+-]/, '');
  const number = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return String(text.startsWith('-') ? -number : number);
}
