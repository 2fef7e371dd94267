import type { BankName, Source } from '@staticfire/facts';
import type { Verdict } from './verdict.ts';

/** One value that a verdict rests on. */
export interface Evidence {
  readonly fact: string;
  readonly bank?: BankName;
  /** What the expression read inside the fact: `options`, `entries[*].role`. Empty: the fact as a whole. */
  readonly path: string;
  /** The value found there, cut short by the engine when it is long. Absent when nothing was there. */
  readonly value?: unknown;
  readonly sources: readonly Source[];
  /** The fact is another one with this user data, which count as a source, too. */
  readonly userData?: { readonly path: string; readonly sha256: string };
}

/** One verdict of one rule, about the image or about one subject in it. */
export interface Finding {
  readonly ruleId: string;
  readonly verdict: Verdict;
  /** The rule's title, or its failTitle with values filled in. */
  readonly title: string;
  /** What inside the image it is about, normalised (`/usr/…`); absent when it is the image as a whole. */
  readonly subject?: string;
  /** Why the verdict is unknown or not-applicable. */
  readonly reason?: string;
  readonly evidence: readonly Evidence[];
  /** SHA-256 of rule id and subject: stable over builds. */
  readonly fingerprint: string;
}
