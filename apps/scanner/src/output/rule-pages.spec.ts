import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RuleText, ScanResult } from '@staticfire/findings';
import { findReporter } from '@staticfire/report';
import { describe, expect, it } from 'vitest';
import { loadShippedPacks } from '../load-policies.ts';
import { parseRulePages } from './rule-pages.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
/** As much of SARIF as is looked at. */
interface SarifLog {
  readonly runs: readonly { readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string; readonly helpUri: string }[] } } }[];
}

const PAGES = 'https://docs.example/a%20b/policies/';

describe('--rule-pages', () => {
  it.each(['https://docs.example/policies', 'http://localhost:8080/', 'https://docs.example/a b/policies/'])('takes %s', (word) => {
    expect(URL.parse(parseRulePages(word))!.pathname).toMatch(/^\//);
  });

  it.each(['policies', '/policies', 'ftp://docs.example/', 'javascript:alert(1)', 'https://', 'https://docs.example/?a=b', 'https://docs.example/#a'])(
    'refuses %s',
    (word) => {
      expect(() => parseRulePages(word)).toThrow('expected an https URL of a folder');
    },
  );
});

describe.each(['sarif', 'sarif-github'])('helpUri in %s', (format) => {
  const packs = loadShippedPacks();
  const rules = packs.flatMap((pack) => pack.rules);

  it('each rule of each shipped pack leads to an anchor on a page that is there, before its own heading', async () => {
    const render = await findReporter(format)!.load();
    const log = JSON.parse([...render(resultOf(rules.map(textOf)), { rulePages: parseRulePages('https://docs.example/a b/policies') })].join('')) as SarifLog;
    const described = log.runs[0]!.tool.driver.rules;
    expect(described.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
    expect(described.length).toBeGreaterThan(100);
    for (const { id, helpUri } of described) {
      expect(helpUri.startsWith(PAGES), helpUri).toBe(true);
      const [path, anchor] = helpUri.slice(PAGES.length).split('#');
      const page = readFileSync(join(ROOT, 'policies', path!), 'utf8');
      expect(page.split(`<a id="${anchor}"></a>`).length, `${id}: ${helpUri}`).toBe(2);
      const heading = id.slice(id.indexOf(':') + 1);
      expect(page.split(`<a id="${anchor}"></a>\n\n## `)[1]!.split('\n')[0]!.replaceAll('\\', ''), id).toBe(heading);
    }
  });
});

function textOf({
  id,
  title,
  severity,
  securitySeverity,
  rationale,
  remediation,
  references,
}: Omit<RuleText, 'verdict' | 'imageVerdict' | 'decided'>): RuleText {
  return { id, title, severity, securitySeverity, rationale, remediation, references, verdict: 'pass', imageVerdict: 'pass', decided: 'image' };
}

/** The saved sample with other rules. */
function resultOf(rules: readonly RuleText[]): ScanResult {
  const sample = JSON.parse(readFileSync(join(ROOT, 'reports/demo.json'), 'utf8')) as ScanResult;
  return { ...sample, rules, findings: [] };
}
