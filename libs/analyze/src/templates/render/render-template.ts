import { FormatError } from '@staticfire/read/bytes';
import { findHelper } from '../helpers/find-helper.ts';
import type { HelperArgument, HelperCall, TemplateHelper } from '../helpers/template-helper.ts';
import type { Call, Expression } from '../syntax/expression.ts';
import type { BlockNode, ParsedTemplate, TemplateNode } from '../syntax/parse-template.ts';
import { templateError, templateLimit, unsupportedTemplate } from '../syntax/template-error.ts';
import { findOpen, isList, isObject, OpenValue, printValue, type TemplateObject, type TemplateValue, truthOf } from '../values/template-value.ts';
import { escapeHtml } from './escape-html.ts';
import { Output, type RenderedText } from './output.ts';
import { resolvePath, type Scope } from './scope.ts';

/** What a template is rendered with. */
export interface TemplateInput {
  readonly root: TemplateObject;
  /** The helpers that the header asks for; without a header all there are. */
  readonly helpers?: ReadonlySet<string>;
}

/** Which of two cases is gone through, by what only a node knows. */
export type Choose = (condition: string) => boolean;

const MAX_STEPS = 20_000;
const NO_DATA: ReadonlyMap<string, TemplateValue> = new Map();

/**
 * A template as handlebars-rust 4 renders it in strict mode, with the helpers of schnauzer; where that depends on an open value, as `choose` says.
 * A setting that is not set and that the template cannot do without is open: something has to set it. Throws FormatError where a node
 * fails whatever is set, UnsupportedError and LimitError, each with file and line.
 */
export function renderTemplate(template: ParsedTemplate, input: TemplateInput, choose: Choose): RenderedText {
  const renderer = new Renderer(template.file, input, choose);
  renderer.nodes(template.nodes, { context: input.root, data: NO_DATA, parameters: NO_DATA });
  return renderer.output.end();
}

class Renderer {
  readonly output: Output;
  readonly #file: string;
  readonly #input: TemplateInput;
  readonly #choose: Choose;
  #steps = 0;

  constructor(file: string, input: TemplateInput, choose: Choose) {
    this.output = new Output(file);
    this.#file = file;
    this.#input = input;
    this.#choose = choose;
  }

  nodes(nodes: readonly TemplateNode[], scope: Scope): void {
    for (const node of nodes) {
      if (++this.#steps > MAX_STEPS) throw templateLimit(this.#place(node), `more than ${MAX_STEPS} steps`);
      if (node.kind === 'text') this.output.write(node.text, node.line, true);
      else if (node.kind === 'print') this.#print(node, scope);
      else this.#block(node, scope);
    }
  }

  #print({ expression, escapes, line }: TemplateNode & { readonly kind: 'print' }, scope: Scope): void {
    const call = this.#callOf(expression, scope);
    const { value, isText } = call === undefined ? { value: this.#needed(expression, scope), isText: false } : this.#call(call, scope, line);
    for (const piece of printValue(value)) {
      if (piece instanceof OpenValue) this.output.writeOpen(piece, line);
      else this.output.write(escapes && !isText ? escapeHtml(piece) : piece, line);
    }
  }

  /** A name alone calls a helper when there is one. */
  #callOf(expression: Expression, scope: Scope): Call | undefined {
    if (expression.kind === 'call') return expression;
    if (expression.kind !== 'path' || expression.isData || expression.up > 0 || expression.steps.length !== 1) return undefined;
    if (resolvePath(expression, scope, this.#input.root) !== undefined) return undefined;
    const name = expression.source;
    return 'unknown' in findHelper(name, this.#input.helpers ?? new Set()) ? undefined : { kind: 'call', name, arguments: [], named: new Map(), source: name };
  }

  #evaluate(expression: Expression, scope: Scope, line: number): TemplateValue | undefined {
    if (expression.kind === 'literal') return expression.value;
    if (expression.kind === 'path') return resolvePath(expression, scope, this.#input.root);
    return this.#call(expression, scope, line).value;
  }

  /** A value that strict mode insists on. */
  #needed(expression: Expression, scope: Scope, line = 0): TemplateValue {
    return this.#evaluate(expression, scope, line) ?? unset(expression.source);
  }

  #call(call: Call, scope: Scope, line: number): { readonly value: TemplateValue; readonly isText: boolean } {
    const place = this.#place({ line });
    const helper = findHelper(call.name, this.#input.helpers);
    if ('unknown' in helper) return { value: new OpenValue(call.source, `${helper.unknown} (${this.#file}:${line})`), isText: true };
    if (helper.arity !== 'any' && call.arguments.length !== helper.arity)
      throw templateError(place, `${call.name} takes ${helper.arity} values, not ${call.arguments.length}`);
    const given = call.arguments.map((each): HelperArgument => {
      const value = helper.needsValues ? this.#needed(each, scope, line) : this.#evaluate(each, scope, line);
      return { value, source: each.source };
    });
    const open = helper.takesOpen ? undefined : given.map(({ value }) => findOpen(value)).find((each) => each !== undefined);
    const value = open?.derive(call.source) ?? applyHelper(helper, { arguments: given, place, source: call.source, choose: this.#choose });
    return { value, isText: helper.kind === 'text' };
  }

  #block(node: BlockNode, scope: Scope): void {
    const { name } = node.call;
    const [given, ...others] = node.call.arguments;
    const isKnown = name === 'if' || name === 'unless' || name === 'each' || name === 'with' || name === 'if_not_null';
    if (!isKnown) throw unsupportedTemplate(this.#place(node), `the block helper ${name} is not known`);
    if (given === undefined || others.length > 0) throw templateError(this.#place(node), `${name} takes one value, not ${node.call.arguments.length}`);
    if (name === 'if_not_null' && this.#input.helpers?.has(name) === false)
      throw unsupportedTemplate(this.#place(node), `${name} is no helper that the header of the template asks for`);
    if (name === 'each') return this.#each(node, given, scope);
    if (name === 'with') return this.#with(node, given, scope);
    const holds = name === 'if_not_null' ? this.#isSet(given, scope, node.line) : this.#holds(node, given, scope);
    this.nodes((holds === (name !== 'unless') ? node.body : node.otherwise) ?? [], scope);
  }

  #holds(node: BlockNode, given: Expression, scope: Scope): boolean {
    const zero = node.call.named.get('includeZero');
    const includeZero = zero !== undefined && truthOf(this.#evaluate(zero, scope, node.line)) === true;
    const truth = truthOf(this.#evaluate(given, scope, node.line), includeZero);
    return truth instanceof OpenValue ? this.#choose(conditionOf(truth)) : truth;
  }

  #isSet(given: Expression, scope: Scope, line: number): boolean {
    const value = this.#evaluate(given, scope, line);
    return value instanceof OpenValue && !value.isSet ? this.#choose(conditionOf(value)) : value !== undefined && value !== null;
  }

  #with(node: BlockNode, given: Expression, scope: Scope): void {
    const value = this.#evaluate(given, scope, node.line);
    const truth = truthOf(value);
    const holds = truth instanceof OpenValue ? this.#choose(conditionOf(truth)) : truth;
    if (!holds && node.otherwise !== undefined) return this.nodes(node.otherwise, scope);
    const context = holds ? value : unset(given.source);
    this.nodes(node.body, { context, data: NO_DATA, parameters: this.#parameters(node, [context ?? null]), parent: scope });
  }

  #each(node: BlockNode, given: Expression, scope: Scope): void {
    const value = this.#evaluate(given, scope, node.line) ?? (node.otherwise === undefined ? unset(given.source) : null);
    if (value instanceof OpenValue) return this.#eachOpen(node, value, scope);
    const items = itemsOf(value);
    const runs = items !== undefined && (items.length > 0 || node.otherwise === undefined);
    if (!runs) return this.nodes(node.otherwise ?? [], scope);
    for (const [index, [key, item]] of items.entries()) {
      const data = new Map<string, TemplateValue>([
        ['key', key],
        ['index', index],
        ['first', index === 0],
        ['last', index === items.length - 1],
      ]);
      this.nodes(node.body, { context: item, data, parameters: this.#parameters(node, [item, isList(value) ? index : key]), parent: scope });
    }
  }

  /** Either nothing to go through, or one item that stands for all. */
  #eachOpen(node: BlockNode, value: OpenValue, scope: Scope): void {
    if (!this.#choose(`${value.id} is a list with something in it`)) return this.nodes(node.otherwise ?? [], scope);
    const item = value.derive(`${value.id}[]`);
    const key = value.derive(`a name in ${value.id}`);
    const data = new Map<string, TemplateValue>(['key', 'index', 'first', 'last'].map((name) => [name, value.derive(`@${name} of ${value.id}`)]));
    this.nodes(node.body, { context: item, data, parameters: this.#parameters(node, [item, key]), parent: scope });
  }

  #parameters({ call }: BlockNode, values: readonly TemplateValue[]): ReadonlyMap<string, TemplateValue> {
    return call.parameters.length === 0 ? NO_DATA : new Map(call.parameters.map((name, index) => [name, values[index] ?? null]));
  }

  #place({ line }: { readonly line: number }) {
    return { file: this.#file, line };
  }
}

/** Where a helper fails for a setting that is not set, something has to set it. */
function applyHelper(helper: TemplateHelper, call: HelperCall): TemplateValue {
  try {
    return helper.apply(call);
  } catch (error) {
    const missing = call.arguments.find(({ value }) => value === undefined);
    if (!(error instanceof FormatError) || missing === undefined) throw error;
    return new OpenValue(call.source, unset(missing.source).reason, true);
  }
}

function conditionOf(open: OpenValue): string {
  return open.id.startsWith('(') ? open.id : `${open.id} is set`;
}

function unset(source: string): OpenValue {
  return new OpenValue(source, `nothing sets ${source}, and the template cannot do without it`);
}

function itemsOf(value: TemplateValue): readonly (readonly [TemplateValue, TemplateValue])[] | undefined {
  if (isList(value)) return value.map((item, index) => [index, item]);
  return isObject(value) ? [...value] : undefined;
}
