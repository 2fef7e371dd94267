/** The time every lab image is built at: 2024-10-24T00:00:00Z, the day of release 1.26.1. Seconds since 1970. */
export const LAB_TIME = 1_729_728_000;

/** The same moment as text. */
export const LAB_DATE = dateOf(LAB_TIME);

/** The time the 2026-era lab images are built at: 2026-09-22T00:00:00Z, the day of release 1.66.0. */
export const LAB_TIME_2026 = 1_790_035_200;

/** Seconds since 1970 as text, as in `2024-10-24T00:00:00Z`. */
export function dateOf(time: number): string {
  return new Date(time * 1000).toISOString().replace('.000', '');
}

/** What tells the filesystem tools the time. */
export function clockEnvironment(time: number): Readonly<Record<string, string>> {
  return { E2FSPROGS_FAKE_TIME: String(time), SOURCE_DATE_EPOCH: String(time) };
}
