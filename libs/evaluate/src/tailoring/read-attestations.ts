import { controlKey, describeUnknown, type Pack, type PackFile, type PackProblem, parsePackDocument, validateDocument } from '../packs/index.ts';
import { describeSharedDays, isDay } from '../rules/period.ts';
import type { Attestation } from '../rules/selection.ts';
import { attestationsSchema } from './tailoring-schemas.ts';

type AttestationEntry = Attestation & { readonly control: string };

/** The attestations of a file, by `pack/id` of their control; those of one control never overlap. Only what evidence does not decide can be attested. */
export function readAttestations(file: PackFile, packs: readonly Pack[], problems: PackProblem[]): ReadonlyMap<string, readonly Attestation[]> {
  const document = parsePackDocument(file, problems);
  const attestations = new Map<string, readonly Attestation[]>();
  if (document === undefined || !validateDocument(document, attestationsSchema, problems)) return attestations;
  const controls = new Map(packs.flatMap((pack) => pack.controls.map((control) => [controlKey(pack.id, control.id), control])));
  const { attestations: entries } = document.value as { readonly attestations: readonly AttestationEntry[] };
  for (const [index, { control: key, ...attestation }] of entries.entries()) {
    const report = (name: string, message: string) => problems.push(document.problem(['attestations', index, name], message));
    const control = controls.get(key);
    if (control === undefined) report('control', describeUnknown('control', key, controls.keys()));
    else if (!isAttestable(control))
      report(
        'control',
        `${key} is decided by evidence${control.status === undefined ? '' : ` (${control.status})`}; only manual, runtime-only and partial controls can be attested`,
      );
    const others = attestations.get(key) ?? [];
    const days = others.map((other) => describeSharedDays(periodOf(other), periodOf(attestation))).find((shared) => shared !== undefined);
    if (days !== undefined) report('control', `${key} is attested twice, ${days}; one may only follow on another`);
    for (const name of ['when', 'validUntil'] as const) if (!isDay(attestation[name])) report(name, `there is no day ${attestation[name]}`);
    if (attestation.validUntil < attestation.when) report('validUntil', 'it ends before it begins');
    attestations.set(key, [...others, attestation]);
  }
  return attestations;
}

function periodOf({ when, validUntil }: Attestation) {
  return { first: when, last: validUntil };
}

function isAttestable({ status, partial }: Pack['controls'][number]): boolean {
  return status === 'manual' || status === 'runtime-only' || partial !== undefined;
}
