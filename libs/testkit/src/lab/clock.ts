/** The time every lab image is built at: 2024-10-24T00:00:00Z, the day of release 1.26.1. Seconds since 1970. */
export const LAB_TIME = 1_729_728_000;

/** The same moment as text. */
export const LAB_DATE = new Date(LAB_TIME * 1000).toISOString().replace('.000', '');
