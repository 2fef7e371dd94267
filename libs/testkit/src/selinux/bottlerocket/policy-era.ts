/** The policy of the releases up to core-kit 13 (selinux.md, section 6), and that of core-kit 14 (anatomy-2026, section 8). */
export type PolicyEra = 'classic' | '2026';

/** Rows of both eras, and those that only one of them has. */
export type RowsByEra<Row> = Readonly<Record<'both' | PolicyEra, readonly Row[]>>;

/** Policy versions: default_range glblub needs 32. */
export const policyVersions: Readonly<Record<PolicyEra, number>> = { classic: 31, '2026': 32 };

export function rowsOf<Row>(rows: RowsByEra<Row>, era: PolicyEra): readonly Row[] {
  return [...rows.both, ...rows[era]];
}
