import { FormatError } from '../../bytes/index.ts';

export type TufFieldMap = Readonly<Record<string, unknown>>;

/** RFC 3339, section 5.6. */
const TIME = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/i;

/** Reads members of a TUF document; what is of another type is a FormatError that names the field. */
export class TufFields {
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  wrong(field: string, expected: string): FormatError {
    return new FormatError({ structure: this.file, field, expected });
  }

  object(field: string, value: unknown): TufFieldMap {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.wrong(field, 'an object');
    return value as TufFieldMap;
  }

  list(field: string, value: unknown): readonly unknown[] {
    if (!Array.isArray(value)) throw this.wrong(field, 'a list');
    return value;
  }

  text(field: string, value: unknown): string {
    if (typeof value !== 'string') throw this.wrong(field, 'a string');
    return value;
  }

  hex(field: string, value: unknown): string {
    const text = this.text(field, value);
    if (!/^(?:[0-9a-f]{2})*$/i.test(text)) throw this.wrong(field, 'hexadecimal digits, two for each byte');
    return text.toLowerCase();
  }

  count(field: string, value: unknown): number {
    if (!Number.isSafeInteger(value) || (value as number) < 1) throw this.wrong(field, 'a number from 1');
    return value as number;
  }

  /** A moment as `YYYY-MM-DDTHH:MM:SSZ`, fractions of a second cut off. */
  time(field: string, text: string): string {
    const [, day] = TIME.exec(text) ?? [];
    const moment = new Date(text.toUpperCase());
    const midnight = new Date(`${day}T00:00:00Z`);
    if (day === undefined || Number.isNaN(moment.getTime()) || Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(day))
      throw this.wrong(field, 'a time as RFC 3339 writes it');
    return `${moment.toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}Z`;
  }
}
