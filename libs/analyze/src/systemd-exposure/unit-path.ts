const MAX_PATH = 4095;
const MAX_COMPONENT = 255;

/**
 * An absolute path without repeated slashes and `.` parts (systemd src/shared/parse-helpers.c, `path_simplify_and_warn`); undefined when it is
 * none, has `..` parts, or is longer than the kernel takes.
 */
export function parseUnitPath(text: string): string | undefined {
  if (!text.startsWith('/') || !text.isWellFormed()) return undefined;
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  const path = `/${parts.join('/')}`;
  const tooLong = Buffer.byteLength(path) > MAX_PATH || parts.some((part) => Buffer.byteLength(part) > MAX_COMPONENT);
  return tooLong || parts.includes('..') ? undefined : path;
}
