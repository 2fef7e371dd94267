import { renderTable, type VerityTable } from './verity.ts';

/** What /grub/grub.cfg says (anatomy 5.4). */
export interface GrubRecipe {
  readonly default: string;
  readonly timeout: string;
  readonly title: string;
  /** The linux line's arguments, one row per text line; `dm-mod.create` refers to the variable. */
  readonly commandLine: readonly (readonly string[])[];
  readonly initrd: string | undefined;
  /** Words of the verity table to state wrongly. */
  readonly table: Partial<VerityTable>;
  /** Text after the menu entry. */
  readonly tail: string;
}

export const AWS_PARAMETERS = 'console=tty0 console=ttyS0,115200n8 net.ifnames=0 netdog.default-interface=eth0:dhcp4,dhcp6? quiet'.split(' ');

export const METAL_PARAMETERS = ['crashkernel=2G-:256M'];

export const VMWARE_PARAMETERS = 'console=tty1 crashkernel=2G-:256M net.ifnames=0 netdog.default-interface=eth0:dhcp4,dhcp6? quiet'.split(' ');

export function standardGrub(version: string, kernelParameters: readonly string[]): GrubRecipe {
  return {
    ...{ default: '0', timeout: '0', title: `Bottlerocket OS ${version}`, initrd: '($private)/bootconfig.data', table: {}, tail: '' },
    commandLine: [
      kernelParameters,
      ['bootconfig'],
      ['root=/dev/dm-0', 'rootwait', 'ro', 'raid=noautodetect'],
      ['random.trust_cpu=on', 'selinux=1', 'enforcing=1'],
      ['dm-mod.create="$dm_verity_root"', '--'],
      ['systemd.log_target=journal-or-kmsg', 'systemd.log_color=0', 'systemd.show_status=true'],
    ],
  };
}

const FIXED_WORDS = 'root=/dev/dm-0 rootwait ro raid=noautodetect random.trust_cpu=on selinux=1 enforcing=1'.split(' ');
const INIT_WORDS = 'systemd.log_target=journal-or-kmsg systemd.log_color=0 systemd.show_status=true'.split(' ');
const DEVICE_WORD = 'dm-mod.create="$dm_verity_root"';

/** The grub.cfg of 2026: the same words, the fixed ones on one line. */
export function grub2026(version: string, kernelParameters: readonly string[]): GrubRecipe {
  const commandLine = [kernelParameters, ['bootconfig'], FIXED_WORDS, [DEVICE_WORD], ['--'], INIT_WORDS];
  return { ...standardGrub(version, kernelParameters), commandLine };
}

/** The words of a UKI: bootconfig's `kernel` keys and `init` keys stand where the kernel would put them (anatomy-2026 section 4.4). */
export function ukiWords(kernelKeys: readonly string[], kernelParameters: readonly string[], initKeys: readonly string[]): string[] {
  return [...kernelKeys, ...kernelParameters, ...FIXED_WORDS, DEVICE_WORD, '--', ...initKeys, ...INIT_WORDS];
}

export function renderGrub(grub: GrubRecipe, built: VerityTable): string {
  const table = renderTable({ ...built, ...grub.table });
  const initrd = grub.initrd === undefined ? [] : [`   initrd ${grub.initrd}`];
  const linux = ['   linux ($root)/vmlinuz', ...grub.commandLine.map((words) => `       ${words.join(' ')}`)].join(' \\\n');
  const variables = [`set default="${grub.default}"`, `set timeout="${grub.timeout}"`, `set dm_verity_root="${table}"`];
  return [...variables, '', `menuentry "${grub.title}" --unrestricted {`, linux, ...initrd, '   boot', '}', grub.tail].join('\n');
}
