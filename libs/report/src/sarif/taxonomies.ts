import type { ControlText, PackText, ScanResult } from '@staticfire/findings';
import type { ReportingDescriptor, ReportingDescriptorRelationship, ToolComponent, ToolComponentReference } from 'sarif';
import { printableProse } from '../printable.ts';
import { bagOf, inertText } from './inert.ts';

/** Rule id → the controls that name it. */
export type ControlRelations = ReadonlyMap<string, readonly ReportingDescriptorRelationship[]>;

/** A pack with controls is a taxonomy, each of its controls a taxon (SARIF 3.19.3); how a control stands is in its properties. */
export function taxonomiesOf({ packs, controls, controlCounts }: ScanResult): readonly ToolComponent[] {
  return frameworksOf(packs, controls).map((pack) => ({
    ...componentOf(pack),
    ...referenceOf(pack),
    taxa: controls.filter(({ packId }) => packId === pack.id).map(describeControl),
    isComprehensive: true,
    ...bagOf({ digest: pack.digest, counts: controlCounts[pack.id] }),
  }));
}

/** A pack with rules is an extension; its rules stand with the driver, where GitHub looks for them. */
export function extensionsOf({ packs, controls }: ScanResult): readonly ToolComponent[] {
  const frameworks = frameworksOf(packs, controls);
  return packs.filter((pack) => !frameworks.includes(pack)).map((pack) => ({ ...componentOf(pack), ...bagOf({ digest: pack.digest }) }));
}

export function supportedTaxonomies({ packs, controls }: ScanResult): readonly ToolComponentReference[] {
  return frameworksOf(packs, controls).map(referenceOf);
}

export function controlRelations({ packs, controls }: ScanResult): ControlRelations {
  const relations = new Map<string, ReportingDescriptorRelationship[]>();
  for (const pack of frameworksOf(packs, controls))
    for (const [index, { id, ruleIds }] of controls.filter(({ packId }) => packId === pack.id).entries())
      for (const ruleId of ruleIds) {
        const target = { id: inertText(id), index, toolComponent: referenceOf(pack) };
        relations.set(ruleId, [...(relations.get(ruleId) ?? []), { target, kinds: ['relevant'] }]);
      }
  return relations;
}

function frameworksOf(packs: readonly PackText[], controls: readonly ControlText[]): readonly PackText[] {
  const named = new Set(controls.map(({ packId }) => packId));
  return packs.filter(({ id }) => named.has(id));
}

function componentOf({ id, version, title }: PackText): ToolComponent {
  return { name: inertText(id), version: inertText(version), fullName: inertText(title) };
}

/** An index would mean an extension (SARIF 3.54.4), so a GUID refers to the taxonomy. */
function referenceOf({ id, digest }: PackText): ToolComponentReference & { readonly name: string } {
  return { name: inertText(id), guid: guidOf(digest) };
}

/** The digest of the pack's documents in the shape of a GUID: another one when the pack says something else. */
function guidOf(digest: string): string {
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

function describeControl(control: ControlText): ReportingDescriptor {
  const { packId: _packId, id, title, ...standing } = control;
  return { id: inertText(id), shortDescription: { text: printableProse(title) || inertText(id) }, ...bagOf(standing) };
}
