import { FormatError, LimitError } from '../../bytes/index.ts';
import { parseOptionValue } from './option-value.ts';

export type KernelOptionType = 'tristate' | 'number' | 'hex' | 'string';

export interface KernelOption {
  /** Without `CONFIG_`. */
  readonly name: string;
  readonly type: KernelOptionType;
  /** `y`, `m`, `n` (also for `is not set`); digits as written; a string without quotes, its escapes resolved. */
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

export interface KernelConfig {
  /** From the header comment `Linux/x86 6.1.112 Kernel Configuration`, when there is one. */
  readonly architecture?: string;
  readonly version?: string;
  /** One for each name, in file order. Of repeated options the last counts, as when kconfig reads the file. */
  readonly options: readonly KernelOption[];
  /** Options that a later line of the same name replaced. */
  readonly overridden: readonly KernelOption[];
}

export interface KernelConfigOptions {
  /** Names the file in errors. */
  readonly path: string;
}

const MAX_LENGTH = 4 * 1024 * 1024;
const MAX_LINES = 60_000;
const NOT_SET = /^# CONFIG_([A-Za-z0-9_]+) is not set$/;
const ASSIGNMENT = /^CONFIG_([A-Za-z0-9_]+)=(.*)$/s;
const HEADER = /^# (?:Linux\/)?(\S+) (\S+) Kernel Configuration$/;

/**
 * A kernel's `.config` (Linux scripts/kconfig/confdata.c, `conf_read_simple`). A line that kconfig would skip with a
 * warning is a FormatError with the line; more than 4 MiB or 60 000 lines are a LimitError.
 */
export function parseKernelConfig(text: string, { path }: KernelConfigOptions): KernelConfig {
  if (text.length > MAX_LENGTH) throw tooMuch(path, 'length', text.length, MAX_LENGTH);
  const lines = text.split('\n', MAX_LINES + 1);
  if (lines.length > MAX_LINES) throw tooMuch(path, 'lines', `more than ${MAX_LINES}`, MAX_LINES);
  const parsed = lines.map((line, index) => parseLine(line.endsWith('\r') ? line.slice(0, -1) : line, index + 1, path));
  return { ...readHeader(lines), ...lastOfEachName(parsed.filter((option) => option !== undefined)) };
}

function parseLine(line: string, number: number, path: string): KernelOption | undefined {
  const unset = NOT_SET.exec(line)?.[1];
  if (unset !== undefined) return { name: unset, type: 'tristate', value: 'n', line: number };
  if (line === '' || line.startsWith('#')) return undefined;
  const [, name, written] = ASSIGNMENT.exec(line) ?? [];
  const value = written === undefined ? undefined : parseOptionValue(written);
  if (name === undefined || value === undefined) throw malformed(path, number, line);
  return { name, ...value, line: number };
}

function lastOfEachName(all: readonly KernelOption[]): Pick<KernelConfig, 'options' | 'overridden'> {
  const last = new Map(all.map((option) => [option.name, option]));
  return {
    options: all.filter((option) => last.get(option.name) === option),
    overridden: all.filter((option) => last.get(option.name) !== option),
  };
}

/** The header stands in the first comment block; options do not come before it. */
function readHeader(lines: readonly string[]): Pick<KernelConfig, 'architecture' | 'version'> {
  for (const line of lines) {
    const [, architecture, version] = HEADER.exec(line.trimEnd()) ?? [];
    if (architecture !== undefined && version !== undefined) return { architecture, version };
    if (!line.startsWith('#')) return {};
  }
  return {};
}

function malformed(path: string, line: number, found: string): FormatError {
  return new FormatError({
    structure: path,
    field: `line ${line}`,
    found: JSON.stringify(found.slice(0, 80)),
    expected: 'CONFIG_NAME=value, # CONFIG_NAME is not set or a comment',
  });
}

function tooMuch(path: string, field: string, found: number | string, limit: number): LimitError {
  return new LimitError({ structure: path, field, found, expected: `at most ${limit}` });
}
