import { describe, expect, it } from 'vitest';
import { parseModulesLoadFile } from './modules-load-file.ts';

const parse = (text: string) => parseModulesLoadFile(Buffer.from(text), 'a.conf').map(({ line, module }) => `${line} ${module}`);

describe('parseModulesLoadFile', () => {
  it.each<[string, string, readonly string[]]>([
    ['a module a line', 'nf_conntrack\nudf\n', ['1 nf_conntrack', '2 udf']],
    ['comments of both kinds, blanks, and where they stand', '# x\n\n ; y\n\t udf \nx # y', ['4 udf', '5 x # y']],
    ['an alias as it is', 'fs-udf', ['1 fs-udf']],
    ['lines that end where systemd ends them', 'a\rb\r\nc\0d', ['1 a', '2 b', '3 c', '4 d']],
  ])('%s', (_, text, expected) => expect(parse(text)).toEqual(expected));

  it('refuses text that is not UTF-8', () => expect(() => parseModulesLoadFile(Uint8Array.of(0xff), 'a.conf')).toThrow('a.conf'));
});
