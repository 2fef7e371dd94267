import type { KernelOption } from './kernel-config.ts';

const STRING = /^"((?:[^"\\]|\\.)*)"$/s;

/** What stands behind `=`; undefined when it is no value that kconfig writes. */
export function parseOptionValue(written: string): Pick<KernelOption, 'type' | 'value'> | undefined {
  if (/^[ymn]$/.test(written)) return { type: 'tristate', value: written };
  if (/^-?[0-9]{1,20}$/.test(written)) return { type: 'number', value: written };
  if (/^0[xX][0-9a-fA-F]{1,16}$/.test(written)) return { type: 'hex', value: written };
  const quoted = STRING.exec(written)?.[1];
  return quoted === undefined ? undefined : { type: 'string', value: quoted.replaceAll(/\\(.)/gs, '$1') };
}
