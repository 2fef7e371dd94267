import type { TomlSetting } from '@staticfire/read/formats/toml';
import { looksSecret } from '../secrets/looks-secret.ts';
import { isSecretSetting, mayNameSecret } from './secret-setting.ts';

/** A line of a settings file, without what ends it. */
export interface QuotableLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/**
 * The lines of a settings file that may be shown: those on which one of the `settings` starts, and on which nothing of a secret stands, by
 * all the settings of the file, nor a comment that may name one. A secret reaches from its first line to its last, and at least to the next setting.
 */
export function quotableLines(text: string, settings: readonly TomlSetting[]): readonly QuotableLine[] {
  const texts = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const secret = secretLines(settings);
  const lines = [...new Set(settings.map(({ line }) => line))].filter((line) => !secret.has(line)).sort((a, b) => a - b);
  return lines.map((line) => ({ line, text: texts[line - 1] ?? '' })).filter(({ text: each }) => !looksSecret(each) && !hasSecretComment(each));
}

function secretLines(settings: readonly TomlSetting[]): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const [index, setting] of settings.entries()) {
    if (!isSecretSetting(setting)) continue;
    const next = settings[index + 1]?.line ?? setting.line;
    for (let line = setting.line; line <= Math.max(setting.lastLine, next - 1); line++) lines.add(line);
  }
  return lines;
}

/** A # in a string starts no comment; that such a line is not shown either does no harm. */
function hasSecretComment(line: string): boolean {
  const at = line.indexOf('#');
  return at >= 0 && mayNameSecret(line.slice(at));
}
