import { assertionSchema, classMapsSchema } from '@staticfire/analyze/selinux/assertions';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });
const validate = ajv.compile(assertionSchema);
const names = { source: ['a', '-b'], target: ['*'], access: { file: ['read'], files: 'load' } };

describe('the schema of assertions', () => {
  it.each([
    { assert: 'property', version: { min: 31 }, mls: true, handle_unknown: 'deny', polcaps: { include: ['x'] }, booleans: 'none' },
    { assert: 'no_permissive', exempt: [] },
    { assert: 'never', ...names, exempt: [{ source: ['a'], target: ['b'] }], self: 'exempt', rules: 'any', missing: 'ok', empty: 'ok' },
    { assert: 'only', ...names, source: { exactly: [] }, match: 'all' },
    { assert: 'can', ...names, match: 'any' },
    { assert: 'level', source: 'u:r:t:s0', target: 'u:r:t:s0', denied: { file: 'read' } },
    { assert: 'transitions', from: ['a'], to: { at_most: ['b'] }, via: { at_least: ['c'] } },
    { assert: 'transitions', into: ['a'], by: { exactly: ['b'] } },
    { assert: 'ro_execs', exempt_file: ['a'] },
    { assert: 'ro_kmods', exempt_load_domain: ['a'], missing: 'ok' },
    { assert: 'allow_rules', target: 'a', classes: ['file'], permissions: ['read'], exempt_source: ['b', '-c'], expect_source: [] },
    { assert: 'role_allows', source: 'a', exempt_target: ['b'] },
    { assert: 'labels', unlabelled: ['/var'], kinds: ['missing'] },
    { assert: 'file_label', paths: { '/usr/bin/runc*': 'a', '/usr/**/x': ['b', '-c'] }, missing: 'ok' },
    { assert: 'kernel_classes', classes: { file: ['read'], fd: [] } },
    { assert: 'type_transition', source: ['a'], target: ['b'], class: 'dir', name: 'x', default: 'c' },
    { assert: 'context', of: { genfs: { filesystem: 'proc', path: '/' } }, is: 'u:r:t:s0' },
    { assert: 'typeattr', attribute: 'a', members: { exactly: ['b'] } },
    { assert: 'flow_none', from: ['a'], to: ['b'], classes: ['file'], min_weight: 8, exclude: ['c'] },
    { assert: 'kernel_classes', exempt: { perf_event: [] } },
    { assert: 'unchanged', except: ['allow'] },
    { assert: 'neverallows_hold' },
    { assert: 'modules_match', empty: 'ok' },
  ])('takes %j', (assertion) => {
    validate(assertion);
    expect(validate.errors).toBeNull();
  });

  it.each([
    [{ assert: 'nothing' }, '/assert enum'],
    [{ source: ['a'] }, ' required'],
    [{ assert: 'never', ...names, source: [] }, '/source minItems'],
    [{ assert: 'never', ...names, access: {} }, '/access minProperties'],
    [{ assert: 'never', ...names, sources: ['a'] }, ' additionalProperties'],
    [{ assert: 'only', ...names, source: {} }, '/source minProperties'],
    [{ assert: 'only', ...names, source: { at_least: [] } }, '/source/at_least minItems'],
    [{ assert: 'context', of: { sid: 'a', fs_use: 'b' }, is: 'c' }, '/of maxProperties'],
    [{ assert: 'flow_none', from: ['a'], to: ['b'], min_weight: 11 }, '/min_weight maximum'],
    [{ assert: 'unchanged', except: ['everything'] }, '/except/0 enum'],
    [{ assert: 'modules_match', except: ['allow'] }, ' additionalProperties'],
    [{ assert: 'ro_kmods', exempt_exec_domain: ['a'] }, ' additionalProperties'],
    [{ assert: 'allow_rules', exempt_source: ['a'] }, ' anyOf'],
    [{ assert: 'role_allows', classes: ['a'], source: 'b' }, ' additionalProperties'],
    [{ assert: 'labels', unlabelled: ['var'] }, '/unlabelled/0 pattern'],
    [{ assert: 'labels', kinds: [] }, '/kinds minItems'],
    [{ assert: 'file_label', paths: { 'usr/bin/x': 'a' } }, '/paths propertyNames'],
    [{ assert: 'file_label', paths: { '/usr/bin/x**': 'a' } }, '/paths propertyNames'],
    [{ assert: 'file_label', paths: { '/usr/bin/x': [] } }, '/paths/~1usr~1bin~1x minItems'],
    [{ assert: 'transitions', from: ['a'], by: { exactly: ['b'] } }, ' oneOf'],
  ])('refuses %j and says where', (assertion, problem) => {
    expect(validate(assertion)).toBe(false);
    expect(validate.errors!.map(({ instancePath, keyword }) => `${instancePath} ${keyword}`)).toContain(problem);
  });

  it('takes class maps', () => {
    const check = ajv.compile(classMapsSchema);
    expect(check({ files: { load: { file: ['read'] } } })).toBe(true);
    expect(check({ files: { load: { file: [] } } })).toBe(false);
  });
});
