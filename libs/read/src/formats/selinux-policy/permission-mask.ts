/** The bits of an access vector that a class with `count` permissions has, unsigned. */
export function permissionMask(count: number): number {
  return count >= 32 ? 0xffffffff : 2 ** count - 1;
}
