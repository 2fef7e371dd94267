import { type Pack, type PackFile, UnknownProfileError } from '@staticfire/evaluate';
import { FACTS_SCHEMA_ID, FACTS_VERSION, type Fact, type FactsDocument } from '@staticfire/facts';
import type { TracedFact } from '@staticfire/findings';
import { describe, expect, it } from 'vitest';
import { evaluateFacts } from '../evaluate-facts.ts';
import { loadPolicies } from '../load-policies.ts';
import { traceFinding, traceResult, type WantedFinding } from './trace-finding.ts';

const rule = (lines: string) => `title: It holds
failTitle: It does not
severity: high
securitySeverity: 7.5
rationale: r
remediation: r
references: {}
decidedBy: image+userdata
whenAbsent: unknown
${lines}
`;
const CASES = (name: string, value: string) => `cases:
  - { name: a, given: { ${name}: ${value} }, expect: pass }
  - { name: b, given: { ${name}: ${value} }, expect: fail }
  - { name: c, given: { ${name}: { $unreadable: x } }, expect: unknown }
  - { name: d, given: { ${name}: { $absent: true } }, expect: unknown }`;
const FILES: readonly PackFile[] = [
  {
    path: 'own/pack.yaml',
    text: 'id: own\nversion: 1.0.0\ntitle: t\nsource: s\nlicence: l\neras: e\nparameters: { least: { description: d, type: string, default: "1" } }\n',
  },
  {
    path: 'own/rules/a/keys.yaml',
    text: rule(`facts: { sysctl: sysctl.effective }\nassert: sysctl.keys["kernel.a"].value == params.least\n${CASES('sysctl', '{}')}`),
  },
  {
    path: 'own/rules/a/each.yaml',
    text: rule(
      `facts: { loader: boot.loader }\nforEach: loader.entries\nas: entry\nsubject: entry.title\nassert: entry.commandLine == "ok"\n${CASES('loader', '{}')}`,
    ),
  },
  {
    path: 'own/rules/a/motd.yaml',
    text: rule(`facts: { settings: settings.effective }\nassert: settings.?motd.orValue("") == "hello"\n${CASES('settings', '{}')}`),
  },
];
const packs: readonly Pack[] = loadPolicies({ packs: FILES }).packs;

const source = { bank: 'A' as const, partition: 'ROOT', path: '/x86_64/sys-root/usr/lib/sysctl.d/80.conf', offset: 0, length: 10, sha256: 'a'.repeat(64) };
const present = (name: string, value: unknown, sources: Fact['sources'] = []): Fact => ({ name, bank: 'A', sources, state: 'present', value });
const entry = (title: string, commandLine: string) => ({ title, commandLine, initrds: [] });
const facts: readonly Fact[] = [
  present('boot.loader', {
    path: '/grub/grub.cfg',
    default: '0',
    timeout: '0',
    variables: [],
    entries: [entry('one', 'ok'), entry('two', 'no'), entry('\u001b[2J', 'no')],
  }),
  present('sysctl.files', { folders: [], files: [], entries: [] }, [source]),
  { name: 'kernel.config', bank: 'A', sources: [], state: 'unreadable', error: { kind: 'format', structure: 's', message: 'torn' } },
  present('settings.effective', { motd: 'hullo' }),
  present(
    'settings.origins',
    { entries: [{ key: 'settings.motd', layer: 'defaults', file: '/usr/share/d.toml', line: 7 }], unknown: [], wrong: [], generated: [] },
    [{ ...source, path: '/x86_64/sys-root/usr/share/d.toml' }],
  ),
  present(
    'sysctl.effective',
    {
      keys: { 'kernel.a': { value: '1', layer: 'sysctl.d', file: '/usr/lib/sysctl.d/80.conf', line: 3 }, 'kernel.b': { value: '1', layer: 'kernel-default' } },
    },
    [source],
  ),
];
const withUserData = present('sysctl.effective', {
  keys: { 'kernel.a': { value: '0', layer: 'user-data', file: 'u.toml', line: 2, because: 'later layers win' } },
});
const identity = { size: 1, modified: '1', changed: '1', inode: '1' };
const document: FactsDocument = {
  $schema: FACTS_SCHEMA_ID,
  version: FACTS_VERSION,
  tool: { name: 't', version: '1' },
  input: { path: 'i.img', container: 'raw', sha256: '0'.repeat(64), before: identity, after: identity, unchanged: true },
  body: { judgedBank: 'A', facts, userData: { path: 'u.toml', sha256: '1'.repeat(64), facts: [withUserData] } },
};
const options = { packs, failOn: 'high' as const, tool: { name: 't', version: '1' } };
const trace = async (wanted: WantedFinding) => traceFinding(document, await evaluateFacts(document, options), packs, wanted);
const named = (fact: TracedFact, name: string): TracedFact | undefined =>
  fact.name === name ? fact : fact.from.map((each) => named(each, name)).find((each) => each !== undefined);

describe('traceFinding', () => {
  it('with user data: the value that they make, the line that decides it, and the facts it follows from', async () => {
    const {
      rule: traced,
      findings,
      facts: [sysctl],
      userData,
    } = await trace({ word: 'own:a/keys' });
    expect(traced).toMatchObject({ id: 'own:a/keys', parameters: { least: '1' } });
    expect(userData).toEqual({ path: 'u.toml', sha256: '1'.repeat(64) });
    expect(findings).toMatchObject([{ verdict: 'fail' }]);
    expect(sysctl).toMatchObject({ name: 'sysctl.effective', userData: true, sources: [], state: 'present' });
    expect(sysctl!.values[0]!.places[0]).toMatchObject({ file: 'u.toml', line: 2, layer: 'user-data', because: 'later layers win' });
    expect(named(sysctl!, 'sysctl.files')).toMatchObject({ sources: [source], userData: false });
    expect(named(sysctl!, 'kernel.config')).toMatchObject({ state: 'unreadable', error: 'torn' });
    expect(named(sysctl!, 'settings.defaults')).toMatchObject({ state: 'not-saved' });
  });

  it('tells each fact once', async () => {
    const told = (fact: TracedFact): readonly string[] => [...(fact.told ? [] : [fact.name]), ...fact.from.flatMap(told)];
    const { facts: all } = await trace({ word: 'own:a/keys' });
    const names = all.flatMap(told);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('boot.cmdline');
  });

  it('of a list shows the elements that the findings are about', async () => {
    const all = await trace({ word: 'a/each' });
    expect(all.findings.map(({ subject }) => subject)).toEqual(['\u001b[2J', 'two']);
    expect(all.facts[0]!.values).toMatchObject([{ path: 'entries', items: [{ title: 'two' }, { title: '\u001b[2J' }] }]);
    const one = await trace({ word: 'a/each', subject: 'two' });
    expect(one.facts[0]!.values).toMatchObject([{ items: [{ title: 'two' }] }]);
    expect(await trace({ word: one.findings[0]!.fingerprint.slice(0, 8) })).toEqual(one);
  });

  it('finds the line of a setting through settings.origins', async () => {
    const {
      facts: [settings],
    } = await trace({ word: 'own:a/motd' });
    expect(settings!.values).toMatchObject([
      {
        path: 'motd',
        value: 'hullo',
        places: [{ key: 'settings.motd', layer: 'defaults', file: '/usr/share/d.toml', line: 7, source: { path: '/x86_64/sys-root/usr/share/d.toml' } }],
      },
    ]);
  });

  it.each<[string, WantedFinding, RegExp]>([
    ['a rule that is misspelt', { word: 'own:a/eech' }, /there is no rule own:a\/eech; did you mean own:a\/each\?/],
    ['a fingerprint of nothing', { word: 'abcdef' }, /no finding has a fingerprint that begins with abcdef/],
    ['a subject of nothing', { word: 'a/each', subject: 'tow' }, /there is no subject tow; did you mean two\?; there are /],
  ])('refuses %s', async (_, wanted, message) => {
    await expect(trace(wanted)).rejects.toThrow(message);
    await expect(trace(wanted)).rejects.not.toBeInstanceOf(UnknownProfileError);
  });

  it('a rule that was not judged says why', async () => {
    const { selection } = loadPolicies({ packs: FILES, tailoring: { path: 's', text: 'rules: { own:a/each: { deselect: ticket 4711 } }\n' } });
    const result = await evaluateFacts(document, { ...options, selection });
    expect(() => traceFinding(document, result, packs, { word: 'a/each' })).toThrow('own:a/each was not judged: left out, ticket 4711');
  });
});

describe('traceResult', () => {
  it('shows what the result has and says what it lacks', async () => {
    const result = await evaluateFacts(document, options);
    const traced = traceResult(result, packs, { word: 'own:a/motd' });
    expect(traced).toMatchObject({
      rule: { assert: expect.stringContaining('motd') },
      facts: [{ name: 'settings.effective', state: 'not-saved', values: [{ path: 'motd', value: 'hullo' }] }],
    });
    expect(traced.gaps).toEqual([expect.stringContaining('a result holds no facts')]);
  });

  it('says when the pack is another one now, or not there', async () => {
    const result = await evaluateFacts(document, options);
    const changed = { ...result, packs: result.packs.map((pack) => ({ ...pack, digest: '0' })) };
    expect(traceResult(changed, packs, { word: 'own:a/motd' }).gaps[1]).toContain('own has changed since the result was made');
    const without = traceResult(result, [], { word: 'own:a/motd' });
    expect(without).not.toHaveProperty('rule');
    expect(without.gaps[1]).toContain('the pack own is not loaded');
  });
});
