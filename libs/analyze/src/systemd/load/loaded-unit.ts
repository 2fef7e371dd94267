import type { UnitName } from '../names/unit-name.ts';
import type { UnitProblem, UnitSetting } from '../settings/unit-setting.ts';

/**
 * As `systemctl show -p LoadState` has it. `bad-setting`: a setting, or one that is missing, makes systemd refuse the unit; `error`: its file
 * could not be read to the end.
 */
export type LoadState = 'loaded' | 'masked' | 'not-found' | 'bad-setting' | 'error';

/** A unit as PID 1 has it in memory, before dependencies that other settings imply. */
export interface LoadedUnit {
  readonly name: UnitName;
  readonly loadState: LoadState;
  /** Why it is not loaded, with the place. */
  readonly reason?: string;
  /** Every other name, in byte order. */
  readonly aliases: readonly string[];
  /** Its file in a search folder. Devices, slices and what systemd has built in need none. */
  readonly path?: string;
  /** The same without symlinks. */
  readonly realPath?: string;
  /** Of instances whose file is a template: its name. */
  readonly template?: string;
  /** Drop-ins in the order in which they count; those that mask others among them. */
  readonly dropIns: readonly string[];
  /** All assignments in final order: the file's, then those of drop-ins. */
  readonly settings: readonly UnitSetting[];
  readonly problems: readonly UnitProblem[];
}

/** Units that systemd has whether there is a file or not, and that nothing masks or stops. */
export const PERPETUAL: ReadonlySet<string> = new Set(['-.slice', 'system.slice', '-.mount', 'init.scope']);
