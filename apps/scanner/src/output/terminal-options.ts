import type { RenderOptions } from '@staticfire/report';

const DEFAULT_WIDTH = 100;

type Environment = Readonly<Record<string, string | undefined>>;

/** What is known of stdout. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Colours and width of what a terminal gets. COLUMNS comes before what the terminal says; without either it is 100 columns. */
export function terminalOptions(when: 'auto' | 'always' | 'never', environment: Environment, screen: Screen): RenderOptions {
  const columns = /^[1-9]\d{0,4}$/.test(environment['COLUMNS'] ?? '') ? Number(environment['COLUMNS']) : screen.columns;
  return { colour: when === 'auto' ? wantsColour(environment, screen) : when === 'always', width: columns || DEFAULT_WIDTH };
}

/** As Node decides it: FORCE_COLOR, then NO_COLOR (any text), then TERM=dumb, then whether it is a terminal. */
function wantsColour(environment: Environment, { isTTY = false }: Screen): boolean {
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if ((environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb') return false;
  return isTTY;
}
