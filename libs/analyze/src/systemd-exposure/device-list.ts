import { takeSystemdWord } from '@staticfire/read/formats/linux-text';
import { parseUnitPath } from './unit-path.ts';
import { resolveSpecifiers } from './unit-specifiers.ts';

export interface AllowedDevice {
  /** `/dev/null`, or all devices of a kind: `char-rtc`, `block-*`. */
  readonly path: string;
  /** Of `r`, `w`, `m`, in that order. */
  readonly rights: string;
}

const MAX_SHOWN = 100;

/** DeviceAllow= (systemd src/core/load-fragment.c, `config_parse_device_allow`). */
export class DeviceList {
  #devices: AllowedDevice[] = [];

  assign(value: string, unit: string): void {
    if (value === '') this.#devices = [];
    else this.add(parseDevice(value, unit));
  }

  add(device: AllowedDevice | undefined): void {
    if (device !== undefined) this.#devices.push(device);
  }

  get isEmpty(): boolean {
    return this.#devices.length === 0;
  }

  /** `/dev/null:rw char-rtc:r`, the last one first; at most 100 of them. */
  get text(): string {
    const shown = this.#devices.slice(-MAX_SHOWN).reverse();
    return shown.map(({ path, rights }) => `${path}:${rights}`).join(' ');
  }
}

function parseDevice(value: string, unit: string): AllowedDevice | undefined {
  const { word, rest } = takeSystemdWord(value, 'literal') ?? { word: '', rest: '' };
  const resolved = resolveSpecifiers(word, unit);
  const path = /^(?:block|char)-/.test(resolved) ? resolved : nodePath(resolved);
  if (path === undefined || !/^[rwm]*$/.test(rest)) return undefined;
  return { path, rights: ['r', 'w', 'm'].filter((right) => rest === '' || rest.includes(right)).join('') };
}

/** src/basic/path-util.c, `valid_device_node_path`: of `/dev` itself it holds, too. */
function nodePath(text: string): string | undefined {
  const path = parseUnitPath(text);
  return path !== undefined && /^\/(?:dev|run\/systemd\/inaccessible)(?:\/|$)/.test(path) ? path : undefined;
}
