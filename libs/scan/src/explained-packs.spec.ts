import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { explain, renderExplanation } from '@staticfire/evaluate/authoring';
import { describe, expect, it } from 'vitest';
import { factCatalogue } from './catalogue.ts';
import { factOrigins } from './fact-origins.ts';
import { loadPolicies } from './load-policies.ts';

const POLICIES = fileURLToPath(new URL('../../../policies', import.meta.url));
const files = readdirSync(POLICIES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ path: `policies/${name.replaceAll('\\', '/')}`, text: readFileSync(join(POLICIES, name), 'utf8') }));
const { packs } = loadPolicies({ packs: files });
const explained = (id: string) => explain(id, { packs, origins: factOrigins }, factCatalogue);

describe.each(packs)('explain, everything in $id', (pack) => {
  it('every rule: what it reads and where that comes from, why and how to fix it', () => {
    for (const rule of pack.rules) {
      const explanation = explained(rule.id);
      expect(explanation, rule.id).toMatchObject({ kind: 'rule', id: rule.id, title: rule.title, severity: rule.severity });
      if (explanation.kind !== 'rule') continue;
      expect(explanation.reads.length, rule.id).toBeGreaterThan(0);
      for (const { fact, origin } of explanation.reads) expect(origin, `${rule.id}: ${fact}`).toBeDefined();
      expect(
        files.map(({ path }) => path),
        rule.id,
      ).toContain(explanation.file);
      const text = renderExplanation(explanation);
      for (const label of ['severity', 'reads', 'expression', 'fails as', 'why', 'how to fix']) expect(text, rule.id).toMatch(new RegExp(`^  ${label} `, 'm'));
      expect(text.replaceAll('\n', ''), rule.id).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|undefined|\[object/u);
    }
  });

  it('every control: the rules it needs, each of which is there, or why no rule decides it', () => {
    for (const control of pack.controls) {
      const id = `${pack.id}/${control.id}`;
      const explanation = explained(id);
      expect(explanation, id).toMatchObject({ kind: 'control', id, title: control.title });
      if (explanation.kind !== 'control') continue;
      expect(
        explanation.rules.map((rule) => rule.id),
        id,
      ).toEqual(control.rules);
      expect(explanation.rules.length > 0 || (explanation.reason ?? '').length > 20, id).toBe(true);
      expect(renderExplanation(explanation), id).toMatch(/^ {2}(needs|reason) /m);
    }
  });

  it('every name without its pack, unless another pack has one of that name', () => {
    const shortNames = packs.flatMap((each) => [...each.rules.map(({ id }) => id.slice(each.id.length + 1)), ...each.controls.map(({ id }) => id)]);
    const alone = new Set(shortNames.filter((name) => shortNames.indexOf(name) === shortNames.lastIndexOf(name)));
    const ids = [...pack.rules.map(({ id }) => [id, id.slice(pack.id.length + 1)]), ...pack.controls.map(({ id }) => [`${pack.id}/${id}`, id])] as const;
    for (const [id, short] of ids) {
      if (alone.has(short!)) expect(explained(short!).id).toBe(id);
      else expect(() => explained(short!)).toThrow('is the name of several: ');
    }
  });
});
