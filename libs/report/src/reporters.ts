import type { ScanResult } from '@staticfire/findings';
import type { RenderOptions } from './render-options.ts';
import type { SarifProfile } from './sarif/sarif-options.ts';

export type { Anchor, RenderOptions, WrittenReport } from './render-options.ts';

/** The report in pieces, which joined are its text. A pure function: the same result and options give the same bytes. */
export type Render = (result: ScanResult, options?: RenderOptions) => Iterable<string>;

export interface Reporter {
  readonly name: string;
  readonly mediaType: string;
  /** What it is for, in a few words. */
  readonly summary: string;
  /** Code that renders is loaded when it is needed. */
  readonly load: () => Promise<Render>;
}

export const reporters = [
  {
    name: 'terminal',
    mediaType: 'text/plain; charset=utf-8',
    summary: 'text for people',
    load: async () => (await import('./terminal/render-terminal.ts')).renderTerminal,
  },
  { name: 'json', mediaType: 'application/json', summary: 'the whole result', load: async () => (await import('./json/render-json.ts')).renderJson },
  {
    name: 'sarif',
    mediaType: 'application/sarif+json',
    summary: 'SARIF 2.1.0, everything: for archives, viewers and auditors',
    load: async () => renderSarifAs('full', await import('./sarif/render-sarif.ts')),
  },
  {
    name: 'sarif-github',
    mediaType: 'application/sarif+json',
    summary: 'SARIF 2.1.0 for GitHub code scanning: failures that nobody waived',
    load: async () => renderSarifAs('github', await import('./sarif/render-sarif.ts')),
  },
  {
    name: 'html',
    mediaType: 'text/html; charset=utf-8',
    summary: 'one page for auditors, which loads nothing',
    load: async () => (await import('./html/render-html.ts')).renderHtml,
  },
  {
    name: 'junit',
    mediaType: 'application/xml',
    summary: 'JUnit XML: a test case for each finding',
    load: async () => (await import('./junit/render-junit.ts')).renderJunit,
  },
  {
    name: 'md',
    mediaType: 'text/markdown; charset=utf-8',
    summary: 'Markdown for the summary of a GitHub job, below 1 MiB',
    load: async () => (await import('./markdown/render-markdown.ts')).renderMarkdown,
  },
  {
    name: 'bloodhound',
    mediaType: 'application/json',
    summary: 'the JSON of `apiclient report cis` on a host: a line for each benchmark',
    load: async () => (await import('./bloodhound/render-bloodhound.ts')).renderBloodhound,
  },
] as const satisfies readonly Reporter[];

function renderSarifAs(profile: SarifProfile, { renderSarif }: typeof import('./sarif/render-sarif.ts')): Render {
  return (result, { anchor, rulePages } = {}) =>
    renderSarif(result, { profile, ...(anchor === undefined ? {} : { anchor }), ...(rulePages === undefined ? {} : { rulePages }) });
}

export type ReporterName = (typeof reporters)[number]['name'];

export function findReporter(name: string): Reporter | undefined {
  return reporters.find((reporter) => reporter.name === name);
}
