import { FormatError, LimitError, UnsupportedError } from '@staticfire/read/bytes';

/** Where something stands in a template. */
export interface TemplatePlace {
  readonly file: string;
  /** From 1, in the file: the header counts. */
  readonly line: number;
}

export function templateError({ file, line }: TemplatePlace, message: string): FormatError {
  return new FormatError({ structure: file, field: `line ${line}`, message });
}

export function unsupportedTemplate({ file, line }: TemplatePlace, message: string): UnsupportedError {
  return new UnsupportedError({ structure: file, field: `line ${line}`, message });
}

export function templateLimit({ file, line }: TemplatePlace, message: string): LimitError {
  return new LimitError({ structure: file, field: `line ${line}`, message });
}
