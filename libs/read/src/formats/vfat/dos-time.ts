/**
 * A date and time of a directory entry as nanoseconds since 1970. FAT stores local time without saying where; it is taken for UTC.
 * A month or day of 0 counts as 1, as in Linux (fs/fat/misc.c, `fat_time_fat2unix`).
 */
export function dosTime(date: number, time: number): bigint {
  const year = 1980 + (date >>> 9);
  const month = Math.max(1, (date >>> 5) & 0xf);
  const day = Math.max(1, date & 0x1f);
  const milliseconds = Date.UTC(year, month - 1, day, time >>> 11, (time >>> 5) & 0x3f, (time & 0x1f) * 2);
  return BigInt(milliseconds) * 1_000_000n;
}
