import { decodeFileText, splitLines } from './file-text.ts';

/** A database of the C library and the services that are asked for it, in their order, without what is to happen after each. */
export interface NsswitchEntry {
  readonly line: number;
  readonly database: string;
  readonly services: readonly string[];
}

/** nsswitch.conf(5); glibc nss/nss_database.c, `process_line`. A line without a colon is none. */
export function parseNsswitchFile(bytes: Uint8Array, file: string): readonly NsswitchEntry[] {
  return splitLines(decodeFileText(bytes, file), file).flatMap(({ number, text }) => {
    const [, database, services] = /^\s*([^\s:#]+)\s*:([^#]*)/.exec(text) ?? [];
    if (database === undefined || services === undefined) return [];
    return [
      {
        line: number,
        database,
        services: services
          .replace(/\[[^\]]*\]/g, ' ')
          .split(/\s+/)
          .filter((word) => word !== ''),
      },
    ];
  });
}
