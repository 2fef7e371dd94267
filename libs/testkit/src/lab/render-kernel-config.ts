/** The text of a kernel's .config: options by name; n is one that is not set. */
export function renderKernelConfig(options: Readonly<Record<string, string>>): string {
  const lines = Object.entries(options).map(([name, value]) => (value === 'n' ? `# CONFIG_${name} is not set` : `CONFIG_${name}=${quoted(value)}`));
  return `# staticfire lab image: kernel options, no kernel\n${lines.sort().join('\n')}\n`;
}

function quoted(value: string): string {
  return /^([ym]|[0-9]+|0x[0-9a-f]+)$/.test(value) ? value : `"${value}"`;
}

export function allOf(names: readonly string[], value: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, value]));
}
