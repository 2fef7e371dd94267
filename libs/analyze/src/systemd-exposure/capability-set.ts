import { parseInteger } from './parse-integer.ts';
import { splitQuotedWords } from './split-words.ts';

/** By number (include/uapi/linux/capability.h of Linux 5.9 and later). */
const NAMES = `chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable net_bind_service net_broadcast net_admin net_raw
  ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease
  audit_write audit_control setfcap mac_override mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore`.split(/\s+/);
const NUMBERS: ReadonlyMap<string, number> = new Map(NAMES.map((name, index) => [`CAP_${name.toUpperCase()}`, index]));

export const everyCapability = (1n << 64n) - 1n;

/** The bits of capabilities, each as `CAP_SYS_ADMIN` or a number up to 63; others are passed over. */
export function capabilityBits(names: readonly string[]): bigint {
  return names.reduce((bits, name) => bits | bitOf(name), 0n);
}

/**
 * CapabilityBoundingSet= or AmbientCapabilities= after one more assignment (systemd src/core/load-fragment.c, `config_parse_capability_set`):
 * nothing, `~` alone, and the first assignment after `initial` replace what was there, others add to it or, after `~`, take away.
 */
export function assignCapabilities(current: bigint, value: string, initial: bigint): bigint {
  const inverted = value.startsWith('~');
  const sum = capabilityBits(splitQuotedWords(inverted ? value.slice(1) : value).words);
  const rest = everyCapability ^ sum;
  if (sum === 0n || current === initial) return inverted ? rest : sum;
  return inverted ? current & rest : current | sum;
}

function bitOf(word: string): bigint {
  const number = parseInteger(word) ?? NUMBERS.get(word.toUpperCase());
  return number === undefined || number < 0 || number > 63 ? 0n : 1n << BigInt(number);
}
