import { rules as preset } from '@secretlint/secretlint-rule-preset-recommend';
import type { RuleMatch, SecretRule } from '../secret-rule.ts';
import { VENDOR_HINTS } from '../vendor-hints.ts';

const PREFIX = '@secretlint/secretlint-rule-';
/** Longer than their tokens; GitHub has some of a thousand characters. */
const REACH = 2048;

/** What a rule of secretlint is given, and what it says; its types are in a package that only its authors need. */
interface RuleContext {
  readonly createTranslator: (messages: unknown) => (id: string, data?: unknown) => { readonly message: string };
  readonly report: (found: { readonly range: readonly [number, number] }) => void;
  readonly ignore: () => void;
}

interface VendorRule {
  readonly meta: { readonly id: string };
  create(
    context: RuleContext,
    options: object,
  ): { file(source: { readonly content: string; readonly contentType: 'text'; readonly filePath: string }): unknown };
}

/** Rules of the preset that look at nothing but the text, at once: those that have hints. Decision 0016 says why the others are not used. */
export const VENDOR_RULES: readonly SecretRule[] = (preset as unknown as readonly VendorRule[]).flatMap((rule) => {
  const id = rule.meta.id.slice(PREFIX.length);
  const hint = VENDOR_HINTS.get(id);
  return hint === undefined ? [] : [{ id, hint, reach: REACH, find: (part) => findBy(rule, part) }];
});

/** Names of the preset's rules, for tests that know all of them. */
export const presetRuleIds: readonly string[] = (preset as unknown as readonly VendorRule[]).map(({ meta }) => meta.id.slice(PREFIX.length));

function findBy(rule: VendorRule, content: string): readonly RuleMatch[] {
  const found: RuleMatch[] = [];
  const context: RuleContext = {
    // Their messages have the secret in them.
    createTranslator: () => () => ({ message: '' }),
    report: ({ range: [index, end] }) => void found.push({ kind: 'service-token', index, length: end - index }),
    ignore: () => {},
  };
  rule.create(context, {}).file({ content, contentType: 'text', filePath: '' });
  return found;
}
