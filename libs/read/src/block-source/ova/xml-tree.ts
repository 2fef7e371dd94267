import { FormatError, LimitError, UnsupportedError } from '../../bytes/index.ts';

const MAX_DEPTH = 64;
const NAME = String.raw`[A-Za-z_][\w.:-]*`;
const TOKEN = new RegExp(
  [
    String.raw`<!--(?<comment>[\s\S]*?)-->`,
    String.raw`<\?(?<instruction>[\s\S]*?)\?>`,
    String.raw`<!\[CDATA\[(?<cdata>[\s\S]*?)\]\]>`,
    '<!(?<declaration>[A-Z]+)',
    String.raw`</(?<close>${NAME})\s*>`,
    String.raw`<(?<open>${NAME})(?<attributes>(?:\s+${NAME}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?<empty>/?)>`,
    '(?<text>[^<]+)',
  ].join('|'),
  'y',
);
const ATTRIBUTE = new RegExp(String.raw`\s(${NAME})\s*=\s*(?:"([^"]*)"|'([^']*)')`, 'g');
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

export interface XmlElement {
  /** Without the prefix of its namespace. */
  readonly name: string;
  /** With their prefixes: `attributeOf` looks for one without. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All text in it that is not in a child. */
  readonly text: string;
}

interface OpenElement extends XmlElement {
  /** With its prefix. */
  readonly tag: string;
  readonly children: XmlElement[];
  text: string;
}

/**
 * The root element of XML 1.0 without document types: an UnsupportedError names one, so no entity but the five of XML is known and none
 * grows. `structure` names the text in errors, which tell the line.
 */
export function parseXml(text: string, structure: string): XmlElement {
  const fail = (at: number, message: string) => new FormatError({ structure, field: `line ${text.slice(0, at).split('\n').length}`, message });
  const document: OpenElement = { tag: '', name: '', attributes: new Map(), children: [], text: '' };
  const open = [document];
  TOKEN.lastIndex = text.startsWith('\ufeff') ? 1 : 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text)?.groups;
    if (found === undefined) throw fail(at, 'no XML begins here');
    const last = open.at(-1)!;
    if (found['declaration'] !== undefined) throw new UnsupportedError({ structure, found: `a <!${found['declaration']}` });
    if (found['open'] !== undefined) {
      const element = startElement(found['open'], found['attributes'] ?? '', (message) => fail(at, message));
      last.children.push(element);
      if (found['empty'] === '') open.push(element);
      if (open.length > MAX_DEPTH) throw new LimitError({ structure, message: `more than ${MAX_DEPTH} elements inside one another` });
    } else if (found['close'] !== undefined) {
      if (open.length === 1 || open.pop()!.tag !== found['close']) throw fail(at, `</${found['close']}> closes nothing`);
    } else last.text += found['cdata'] ?? decodeEntities(found['text'] ?? '', (message) => fail(at, message));
  }
  const [root] = document.children;
  if (open.length > 1 || root === undefined || document.children.length > 1 || document.text.trim() !== '')
    throw fail(text.length, 'one root element is expected, closed');
  return root;
}

function startElement(tag: string, attributes: string, fail: (message: string) => FormatError): OpenElement {
  const found = new Map<string, string>();
  for (const [, name, double, single] of attributes.matchAll(ATTRIBUTE)) {
    if (found.has(name!)) throw fail(`the attribute ${name} is there twice`);
    found.set(name!, decodeEntities(double ?? single ?? '', fail));
  }
  return { tag, name: localName(tag), attributes: found, children: [], text: '' };
}

/** The attribute of that local name; undefined when there is none, or two with different prefixes. */
export function attributeOf({ attributes }: XmlElement, local: string): string | undefined {
  const found = [...attributes].filter(([name]) => localName(name) === local && !name.startsWith('xmlns'));
  return found.length === 1 ? found[0]![1] : undefined;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function decodeEntities(text: string, fail: (message: string) => FormatError): string {
  return text.replace(/&([^;&]{0,12};?)/g, (_, body: string) => {
    const [, decimal, hexadecimal] = /^#(?:(\d{1,7})|x([\da-fA-F]{1,6}));$/.exec(body) ?? [];
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
    if (code > 0 && code <= 0x10ffff) return String.fromCodePoint(code);
    const known = body.endsWith(';') ? ENTITIES.get(body.slice(0, -1)) : undefined;
    if (known === undefined) throw fail('an unknown entity');
    return known;
  });
}
