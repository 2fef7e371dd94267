import { controlStatuses, type ScanResult } from '@staticfire/findings';

/** What was scanned, with what, and how it was decided: name → value. Controls are counted here, never as test cases. */
export function runProperties(result: ScanResult): readonly (readonly [name: string, value: string])[] {
  const { tool, input, release, bank, packs, profiles, userData, gate } = result;
  return [
    ['tool', `${tool.name} ${tool.version}`],
    ['image', input.path],
    ['image.sha256', input.sha256],
    ['release.variant', release.variantId],
    ['release.version', release.versionId],
    ['release.build', release.buildId],
    ['bank', bank ?? 'none'],
    ...(userData === undefined ? [] : ([['user-data.sha256', userData.sha256]] as const)),
    ...packs.map(({ id, version }) => [`pack.${id}`, version] as const),
    ...(profiles.length === 0 ? [] : ([['profiles', profiles.join(', ')]] as const)),
    ['gate', gate.verdict],
    ['gate.fail-on', gate.failOn],
    ['gate.exit-code', String(gate.exitCode)],
    ...controlProperties(result),
  ];
}

function controlProperties({ controlCounts }: ScanResult): readonly (readonly [name: string, value: string])[] {
  return Object.entries(controlCounts).flatMap(([pack, counts]) =>
    controlStatuses.filter((status) => counts[status] > 0).map((status) => [`controls.${pack}.${status}`, String(counts[status])] as const),
  );
}
