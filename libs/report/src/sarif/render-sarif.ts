import type { ScanResult } from '@staticfire/findings';
import type { ArtifactLocation, Invocation, ReportingDescriptor, Run, ToolComponent } from 'sarif';
import { escapeJson } from '../json/render-json.ts';
import { ArtifactTable } from './artifact-table.ts';
import { resultDescriber } from './describe-results.ts';
import { ELSEWHERE, WORKING_FOLDER } from './file-uri.ts';
import { inertText } from './inert.ts';
import { jsonLines } from './json-lines.ts';
import { configurationNotifications, executionNotifications, notificationDescriptors } from './notifications.ts';
import { type OrderedFindings, orderFindings } from './order-findings.ts';
import { describeRules } from './rule-descriptors.ts';
import { runProperties } from './run-properties.ts';
import type { SarifOptions } from './sarif-options.ts';
import { controlRelations, extensionsOf, supportedTaxonomies, taxonomiesOf } from './taxonomies.ts';

export const SARIF_SCHEMA_URI = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const SEMANTIC_VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

const BASES = {
  [WORKING_FOLDER]: { description: { text: 'The folder in which staticfire was run' } },
  [ELSEWHERE]: { description: { text: 'The folder of a file that was named with an absolute path, or above the one in which staticfire was run' } },
} as const satisfies Record<string, ArtifactLocation>;

/** How deep a member of the run is broken into lines: an element of a long list stands on one. */
const DEPTHS: Readonly<Record<string, number>> = { tool: 3, invocations: 3, taxonomies: 3, originalUriBaseIds: 1, artifacts: 1, properties: 1 };

/**
 * SARIF 2.1.0 in pieces: one line for each element of a long list, so that two files compare line by line and half the size is not
 * layout. At most one result stands in memory as text. Throws RangeError when `anchor` names no file.
 */
export function* renderSarif(result: ScanResult, options: SarifOptions): Generator<string> {
  const ordered = orderFindings(result, options.profile);
  const artifacts = new ArtifactTable(result);
  const describe = resultDescriber(result, options, artifacts);
  yield `{"$schema":${JSON.stringify(SARIF_SCHEMA_URI)},"version":"2.1.0","runs":[{\n`;
  yield* members({ ...runHead(result, ordered, options) });
  yield '"results":[';
  let before = '\n';
  for (const finding of ordered.kept) {
    yield `${before}${escapeJson(JSON.stringify(describe(finding)))}`;
    before = ',\n';
  }
  yield '\n],\n';
  if (options.profile === 'full') yield* members(artifactsOf(artifacts));
  yield '"properties":';
  yield* jsonLines(runProperties(result, ordered, options.profile).properties, DEPTHS['properties']);
  yield '\n}]}\n';
}

function* members(part: Readonly<Record<string, unknown>>): Generator<string> {
  for (const [name, value] of Object.entries(part)) {
    yield `"${name}":`;
    yield* jsonLines(value, DEPTHS[name]);
    yield ',\n';
  }
}

/** With rules that are described when they are written. */
type StreamedDriver = Omit<ToolComponent, 'rules'> & { readonly rules: Iterable<ReportingDescriptor> };
type RunHead = Omit<Partial<Run>, 'tool'> & { readonly tool: Omit<Run['tool'], 'driver'> & { readonly driver: StreamedDriver } };

function runHead(result: ScanResult, ordered: OrderedFindings, options: SarifOptions): RunHead {
  const full = options.profile === 'full';
  const taxonomies = full ? taxonomiesOf(result) : [];
  const extensions = full ? extensionsOf(result) : [];
  return {
    tool: { driver: driverOf(result, options), ...(extensions.length === 0 ? {} : { extensions: [...extensions] }) },
    automationDetails: { id: `${inertText(options.category ?? categoryOf(result))}/` },
    invocations: [invocationOf(result, ordered, options)],
    ...(taxonomies.length === 0 ? {} : { taxonomies: [...taxonomies] }),
    columnKind: 'utf16CodeUnits',
  };
}

function driverOf(result: ScanResult, options: SarifOptions): StreamedDriver {
  const { name, version } = result.tool;
  const full = options.profile === 'full';
  const supported = full ? supportedTaxonomies(result) : [];
  return {
    name,
    version,
    ...(SEMANTIC_VERSION.test(version) ? { semanticVersion: version } : {}),
    notifications: [...notificationDescriptors],
    rules: describeRules(result, options, full ? controlRelations(result) : new Map()),
    ...(supported.length === 0 ? {} : { supportedTaxonomies: [...supported] }),
  };
}

/** The variant is text from the image: a slash in it would start another component. */
function categoryOf({ release: { variantId } }: ScanResult): string {
  return variantId === '' ? 'staticfire' : `staticfire/${encodeURIComponent(variantId.toWellFormed())}`;
}

function invocationOf(result: ScanResult, { left }: OrderedFindings, { profile }: SarifOptions): Invocation {
  const configuration = profile === 'full' ? configurationNotifications(result, profile) : [];
  return {
    executionSuccessful: result.gate.verdict !== 'inconclusive',
    toolExecutionNotifications: [...executionNotifications(result, left, profile)],
    ...(configuration.length === 0 ? {} : { toolConfigurationNotifications: [...configuration] }),
  };
}

function artifactsOf(artifacts: ArtifactTable): Readonly<Record<string, unknown>> {
  const bases = artifacts.baseIds.map((id) => [id, BASES[id as keyof typeof BASES]] as const);
  return { ...(bases.length === 0 ? {} : { originalUriBaseIds: Object.fromEntries(bases) }), artifacts: artifacts.list() };
}
