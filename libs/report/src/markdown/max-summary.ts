/** What GitHub takes as the summary of one step of a job, in bytes. */
export const MAX_SUMMARY = 1_048_576;
