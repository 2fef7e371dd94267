import type { ScanResult } from '@staticfire/findings';
import { renderJson } from './json/render-json.ts';
import type { RenderOptions } from './render-options.ts';
import { renderTerminal } from './terminal/render-terminal.ts';

export type { RenderOptions } from './render-options.ts';

/** A pure function of the result: the same result and options give the same bytes. */
export interface Reporter {
  readonly name: string;
  readonly mediaType: string;
  readonly render: (result: ScanResult, options?: RenderOptions) => string;
}

export const reporters = [
  { name: 'terminal', mediaType: 'text/plain; charset=utf-8', render: renderTerminal },
  { name: 'json', mediaType: 'application/json', render: renderJson },
] as const satisfies readonly Reporter[];

export type ReporterName = (typeof reporters)[number]['name'];

export function findReporter(name: string): Reporter | undefined {
  return reporters.find((reporter) => reporter.name === name);
}
