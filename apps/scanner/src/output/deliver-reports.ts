import type { ScanResult } from '@staticfire/findings';
import { type Anchor, findReporter, printable, type RenderOptions, type WrittenReport } from '@staticfire/report';
import { chosenConfig } from '../configuration/policy-options.ts';
import { DeliveryError } from '../failure.ts';
import { findAnchor } from './anchor.ts';
import { type OutputFile, parseOutputs } from './output-files.ts';
import { parseRulePages } from './rule-pages.ts';
import { stepSummaryRoom } from './step-summary.ts';
import { terminalOptions } from './terminal-options.ts';
import { appendToFile, writeWholeFile } from './write-file.ts';
import { writeStdout } from './write-stdout.ts';

/** What the command line says of reports. */
export interface FormatOptions {
  readonly format: string;
  readonly output: readonly string[];
  readonly color: 'auto' | 'always' | 'never';
  readonly anchor?: string;
  readonly rulePages?: string;
  readonly config?: string;
  readonly attestations?: string;
}

/** Which reports go where, with everything checked. */
export interface ReportPlan {
  readonly files: readonly OutputFile[];
  readonly format: string;
  readonly color: FormatOptions['color'];
  readonly anchor?: Anchor;
  readonly rulePages?: string;
}

const MAX_MESSAGE = 2000;

/** What reports need, before anything is scanned; `inputs` are never written to. Throws UsageError. */
export async function planReports(options: FormatOptions, inputs: readonly (string | undefined)[]): Promise<ReportPlan> {
  const { format, output, color } = options;
  const config = chosenConfig(options, process.env);
  const files = await parseOutputs(output, [...inputs, config, options.attestations]);
  const asked = [format, ...files.map(({ reporter }) => reporter.name)];
  return {
    files,
    format,
    color,
    ...(asked.includes('sarif-github') ? { anchor: findAnchor(options.anchor, config, process.cwd()) } : {}),
    ...(options.rulePages === undefined ? {} : { rulePages: parseRulePages(options.rulePages) }),
  };
}

/** Writes every file that can be written, then stdout. Throws DeliveryError with a line for each file that could not. */
export async function deliver(result: ScanResult, { files, format, color, anchor, rulePages }: ReportPlan): Promise<void> {
  const options: RenderOptions = { ...(anchor === undefined ? {} : { anchor }), ...(rulePages === undefined ? {} : { rulePages }) };
  const written: WrittenReport[] = [];
  const failures: string[] = [];
  for (const file of files) {
    try {
      await writeReport(result, file, options);
      written.push({ format: file.reporter.name, path: file.path });
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      failures.push(printable(error.message, MAX_MESSAGE));
    }
  }
  const render = await findReporter(format)!.load();
  await writeStdout(render(result, { ...options, ...terminalOptions(color, process.env, process.stdout), written }));
  if (failures.length > 0) throw new DeliveryError(failures.join('\n'));
}

async function writeReport(result: ScanResult, { reporter, path }: OutputFile, options: RenderOptions): Promise<void> {
  const render = await reporter.load();
  const room = reporter.name === 'md' ? stepSummaryRoom(path, process.env) : undefined;
  if (room === undefined) await writeWholeFile(path, render(result, options));
  else await appendToFile(path, render(result, { ...options, maxBytes: room }));
}
