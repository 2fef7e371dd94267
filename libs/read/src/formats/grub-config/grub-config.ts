import { FormatError, UnsupportedError } from '../../bytes/index.ts';
import { type GrubToken, tokenizeGrubScript, type WordPart } from './grub-lexer.ts';
import { HARMLESS_COMMANDS, type OpenEntry, runInEntry } from './open-entry.ts';

export interface GrubMenuEntry {
  /** Titles of the enclosing submenus and its own, joined by `>`. */
  readonly title: string;
  readonly id?: string;
  readonly kernel?: string;
  /** The arguments after the kernel's path as GRUB hands them over, quoted where they hold spaces. */
  readonly commandLine: string;
  /** Lines, from 1, on which the arguments after the kernel's path end. */
  readonly argumentLines: readonly number[];
  readonly initrds: readonly string[];
}

export interface GrubConfig {
  /** Set outside of menu entries, in order of their first assignment. */
  readonly variables: ReadonlyMap<string, string>;
  readonly entries: readonly GrubMenuEntry[];
  /** What `default` holds; `0` when it is not set, as in GRUB. */
  readonly default: string;
  /** What `timeout` holds; empty when it is not set. */
  readonly timeout: string;
  /** The entry that boots without a key press. */
  readonly defaultEntry?: GrubMenuEntry;
}

/** Values that Bottlerocket's embedded configuration or GRUB itself sets before grub.cfg runs; they stay as `$name`. */
const RUNTIME_VARIABLES = new Set(['boot_dev', 'boot_uuid', 'cmdpath', 'grub_cpu', 'grub_platform', 'prefix', 'private', 'root']);
const CONTROL_FLOW = new Set(['if', 'elif', 'else', 'fi', 'for', 'while', 'until', 'do', 'done', 'function', 'case', 'esac']);
/** Commands that read more script, or change what the menu holds, from places that are not followed. */
const OTHER_SCRIPTS = new Set(['source', '.', 'configfile', 'normal', 'eval', 'blscfg', 'load_env', 'legacy_configfile', 'extract_entries_source']);
const MAX_DEPTH = 8;

/**
 * The menu that a grub.cfg describes. Control flow, included scripts, other loaders and commands that set variables are an
 * UnsupportedError: what they would do depends on the machine. Unbalanced braces or quotes are a FormatError with the line.
 */
export function parseGrubConfig(text: string): GrubConfig {
  const parser = new GrubParser(tokenizeGrubScript(text));
  parser.block(undefined, [], 0);
  return parser.result();
}

type Word = Extract<GrubToken, { kind: 'word' }>;
/** The block of a menu entry, which runs when the entry is chosen: after everything outside of entries. */
interface PendingBlock {
  readonly entry: OpenEntry;
  readonly titles: readonly string[];
  readonly depth: number;
  readonly at: number;
}

class GrubParser {
  readonly #tokens: readonly GrubToken[];
  readonly #entries: OpenEntry[] = [];
  readonly #pending: PendingBlock[] = [];
  #variables = new Map<string, string>();
  #at = 0;

  constructor(tokens: readonly GrubToken[]) {
    this.#tokens = tokens;
  }

  result(): GrubConfig {
    const variables = this.#variables;
    this.#runEntries(variables);
    const selected = variables.get('default') ?? '0';
    const entries = this.#entries.map(({ boots: _, ...entry }): GrubMenuEntry => entry);
    const defaultEntry = findEntry(entries, selected);
    return {
      variables,
      entries,
      default: selected,
      timeout: variables.get('timeout') ?? '',
      ...(defaultEntry === undefined ? {} : { defaultEntry }),
    };
  }

  /** Each with the variables that are set once the whole file was read, and its own on top. */
  #runEntries(variables: ReadonlyMap<string, string>): void {
    for (let block = this.#pending.shift(); block !== undefined; block = this.#pending.shift()) {
      this.#variables = new Map(variables);
      this.#at = block.at;
      this.block(block.entry, block.titles, block.depth);
    }
  }

  /** Commands up to the closing brace (or the end at depth 0). `entry` collects what runs inside a menu entry. */
  block(entry: OpenEntry | undefined, titles: readonly string[], depth: number): void {
    for (;;) {
      const token = this.#tokens[this.#at++];
      if (token === undefined) {
        if (depth > 0) throw malformed(this.#lastLine(), 'a block is not closed');
        return;
      }
      if (token.kind === 'close') {
        if (depth === 0) throw malformed(token.line, 'a closing brace without an opening one');
        return;
      }
      if (token.kind === 'open') throw new UnsupportedError({ structure: 'grub.cfg', field: `line ${token.line}`, message: 'a block without menuentry' });
      if (token.kind === 'word') this.#command(token, entry, titles, depth);
    }
  }

  #command(first: Word, entry: OpenEntry | undefined, titles: readonly string[], depth: number): void {
    const words = [first, ...this.#restOfCommand()];
    const name = this.#expand(first.parts);
    if (CONTROL_FLOW.has(name) || OTHER_SCRIPTS.has(name)) throw new UnsupportedError({ structure: 'grub.cfg', field: `line ${first.line}`, found: name });
    const values = words.slice(1).map((word) => this.#expand(word.parts));
    if (name === 'menuentry' || name === 'submenu') this.#menu(name, values, first.line, titles, depth);
    else if (name === 'set' && values[0] !== undefined) this.#assign(values[0]);
    else if (words.length === 1 && /^[A-Za-z_][A-Za-z0-9_]*=/.test(name)) this.#assign(name);
    else if (name === 'unset') for (const value of values) this.#variables.delete(value);
    else if (entry !== undefined)
      runInEntry(
        entry,
        name,
        values,
        [first, ...words.slice(1)].map(({ line }) => line),
      );
    else if (!HARMLESS_COMMANDS.has(name))
      throw new UnsupportedError({ structure: 'grub.cfg', field: `line ${first.line}`, message: `${name} outside of a menu entry` });
  }

  #restOfCommand(): Word[] {
    const words: Word[] = [];
    for (let token = this.#tokens[this.#at]; token?.kind === 'word'; token = this.#tokens[++this.#at]) words.push(token);
    return words;
  }

  #menu(kind: 'menuentry' | 'submenu', values: readonly string[], line: number, titles: readonly string[], depth: number): void {
    if (this.#tokens[this.#at]?.kind !== 'open') throw malformed(line, `${kind} without a block`);
    if (depth >= MAX_DEPTH) throw malformed(line, `blocks nest deeper than ${MAX_DEPTH}`);
    this.#at++;
    const path = [...titles, values[0] ?? ''];
    if (kind === 'submenu') return this.block(undefined, path, depth + 1);
    const id = optionValue(values, '--id');
    const entry: OpenEntry = { title: path.join('>'), ...(id === undefined ? {} : { id }), commandLine: '', argumentLines: [], initrds: [] };
    this.#entries.push(entry);
    this.#pending.push({ entry, titles: path, depth: depth + 1, at: this.#at });
    this.#skipBlock();
  }

  #skipBlock(): void {
    for (let open = 1; open > 0; this.#at++) {
      const token = this.#tokens[this.#at];
      if (token === undefined) throw malformed(this.#lastLine(), 'a block is not closed');
      if (token.kind === 'open') open++;
      if (token.kind === 'close') open--;
    }
  }

  #assign(assignment: string): void {
    const at = assignment.indexOf('=');
    if (at > 0) this.#variables.set(assignment.slice(0, at), assignment.slice(at + 1));
  }

  #expand(parts: readonly WordPart[]): string {
    return parts.map((part) => ('text' in part ? part.text : this.#value(part.variable))).join('');
  }

  #value(name: string): string {
    return this.#variables.get(name) ?? (RUNTIME_VARIABLES.has(name) ? `$${name}` : '');
  }

  #lastLine(): number {
    return this.#tokens.at(-1)?.line ?? 1;
  }
}

/** By number, id or title; GRUB boots the first entry when none of them fits. */
function findEntry(entries: readonly GrubMenuEntry[], selected: string): GrubMenuEntry | undefined {
  const named = entries.find((entry) => entry.id === selected || entry.title === selected);
  return named ?? (/^[0-9]+$/.test(selected) ? entries[Number(selected)] : undefined) ?? entries[0];
}

function optionValue(values: readonly string[], option: string): string | undefined {
  const inline = values.find((value) => value.startsWith(`${option}=`));
  if (inline !== undefined) return inline.slice(option.length + 1);
  const at = values.indexOf(option);
  return at < 0 ? undefined : values[at + 1];
}

function malformed(line: number, message: string): FormatError {
  return new FormatError({ structure: 'grub.cfg', field: `line ${line}`, message });
}
