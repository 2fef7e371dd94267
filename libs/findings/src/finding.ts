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
  /** Lines of files that decide the value, the deciding one first; absent: no line does. */
  readonly places?: readonly EvidencePlace[];
  /** The fact is another one with this user data, which count as a source, too. */
  readonly userData?: { readonly path: string; readonly sha256: string };
}

/** A line of a file in the image or of user data. */
export interface EvidencePlace {
  /** As facts name it, without the sysroot. */
  readonly file: string;
  /** Where the file lies; absent for user data. */
  readonly bank?: BankName;
  readonly partition?: string;
  /** From 1. */
  readonly line?: number;
  /** Which layer of configuration it belongs to: sysctl.d, settings-defaults, user-data … */
  readonly layer?: string;
  /** What the line says, cut short by the collector; absent when it may hold a secret, or was not kept. */
  readonly excerpt?: string;
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
  /** Index of the waiver in the result that is about it, valid or not; of several a valid one. */
  readonly waiver?: number;
}
