const SUBSYSTEMS = [
  ...['ACPI', 'ATA', 'BLK_DEV', 'BT', 'CAN', 'CRYPTO', 'DRM', 'DVB', 'EFI', 'FB', 'GPIO', 'HID', 'HWMON', 'I2C', 'IIO', 'INFINIBAND', 'INPUT', 'IP_NF'],
  ...['LEDS', 'MEDIA', 'MFD', 'MTD', 'NET', 'NETFILTER', 'NFS', 'NLS', 'PCI', 'PHY', 'PINCTRL', 'POWER', 'REGULATOR', 'RTC', 'SCSI', 'SENSORS', 'SERIAL'],
  ...['SND', 'SPI', 'TARGET', 'THERMAL', 'TRACE', 'USB', 'VIDEO', 'VIRTIO', 'WLAN', 'X86', 'XEN'],
];
const FEATURES = ['CORE', 'DEBUG', 'MODEL', 'VENDOR', 'BRIDGE', 'CACHE', 'CODEC', 'HOST', 'GADGET', 'LINK', 'MODE', 'QUEUE', 'RAID'];
const VARIANTS = 10;

/**
 * A `.config` as long as a distribution's: 5980 options of every type under the header that kconfig writes, after
 * `lines` of the caller's. The names are made up.
 */
export function fullKernelConfig(version: string, lines: readonly string[] = []): string {
  const options = SUBSYSTEMS.flatMap((subsystem, first) => [
    '',
    '#',
    `# ${subsystem} support`,
    '#',
    ...FEATURES.flatMap((feature, second) =>
      Array.from({ length: VARIANTS }, (_, third) => option(`${subsystem}_${feature}_${third}`, first * 7 + second * 3 + third)),
    ),
    `# end of ${subsystem} support`,
  ]);
  const header = ['#', '# Automatically generated file; DO NOT EDIT.', `# Linux/x86 ${version} Kernel Configuration`, '#'];
  return [...header, ...lines, ...options, ''].join('\n');
}

function option(name: string, number: number): string {
  if (number % 61 === 0) return `CONFIG_${name}=${number}`;
  if (number % 67 === 0) return `CONFIG_${name}=0x${number.toString(16)}`;
  if (number % 71 === 0) return `CONFIG_${name}="value \\"${number}\\" of \\\\ ${name.toLowerCase()}"`;
  if (number % 5 < 2) return `# CONFIG_${name} is not set`;
  return `CONFIG_${name}=${number % 5 === 2 ? 'm' : 'y'}`;
}
