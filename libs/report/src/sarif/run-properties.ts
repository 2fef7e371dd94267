import type { ScanResult } from '@staticfire/findings';
import { tallyFindings } from '../tally.ts';
import { bagOf } from './inert.ts';
import type { OrderedFindings } from './order-findings.ts';
import type { SarifProfile } from './sarif-options.ts';

/** What the run decided and how complete it is; full: also what was scanned, and how it was proven. */
export function runProperties(result: ScanResult, { kept, left }: OrderedFindings, profile: SarifProfile) {
  const { gate, counts } = result;
  return bagOf({
    gate,
    counts,
    tally: tallyFindings(result),
    results: { told: kept.length, leftOut: left.length },
    ...(profile === 'github' ? {} : { ...identityOf(result), controlCounts: result.controlCounts, coverage: coverageOf(result) }),
  });
}

function identityOf({ input, release, bank, day, userData, profiles, parameters, image }: ScanResult) {
  const { path, container, sha256, rehash, unchanged, folder, others } = input;
  const { diskGuid, diskLength, unreadable, banks } = image;
  return {
    input: { path, container, sha256, rehash, unchanged, folder, others: others?.map(({ before: _, after: __, ...other }) => other) },
    release,
    bank,
    day,
    userData,
    profiles,
    parameters,
    image: { diskGuid, diskLength, unreadable, banks },
  };
}

function coverageOf({ coverage: { facts, limits } }: ScanResult) {
  const states = { present: 0, partial: 0, absent: 0, unreadable: 0 };
  for (const { state } of facts) states[state] += 1;
  return { facts: states, limits };
}
