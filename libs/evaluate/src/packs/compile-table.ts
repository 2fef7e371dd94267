import { compileTemplate, type RuleTemplate } from './compile-rule.ts';
import { RecordType } from './expression/record-type.ts';
import { fillColumns } from './fill-columns.ts';
import { describeUnknown } from './nearest-word.ts';
import type { Rule, RuleCase } from './pack.ts';
import type { PackContext } from './pack-context.ts';
import type { PackDocument } from './pack-document.ts';
import type { RowTexts, RuleText } from './rule-text.ts';
import { bandProblem } from './severity-band.ts';
import { describeType, type ValueType, valueFits } from './value-type.ts';

type RowText = Partial<RowTexts> & { readonly id: string } & Readonly<Record<string, unknown>>;
type TableText = RuleText & {
  readonly columns: Readonly<Record<string, ValueType>>;
  readonly defaults?: Readonly<Record<string, unknown>>;
  readonly rows: readonly RowText[];
};

/** What a row may hold beside its columns. */
const ROW_KEYS = ['id', 'title', 'failTitle', 'severity', 'securitySeverity', 'rationale', 'remediation', 'references'];

/** Compiles a schema-checked table: its template once, a rule `pack:table/row` for each row. Empty when there are problems. */
export function compileTable(name: string, document: PackDocument, pack: PackContext): readonly Rule[] {
  const before = pack.problems.length;
  const table = new TableCompiler(name, document, pack);
  table.checkRows();
  const rowsFit = pack.problems.length === before;
  const template = compileTemplate(document, pack, table.variables);
  const rules = template === undefined || !rowsFit ? [] : table.rules(template);
  return pack.problems.length > before ? [] : rules;
}

class TableCompiler {
  readonly #name: string;
  readonly #document: PackDocument;
  readonly #pack: PackContext;
  readonly #text: TableText;
  readonly #record: RecordType;

  constructor(name: string, document: PackDocument, pack: PackContext) {
    this.#name = name;
    this.#document = document;
    this.#pack = pack;
    this.#text = document.value as TableText;
    this.#record = new RecordType(pack.compiler.freshName('Row'), new Map(Object.entries(this.#text.columns)), 'list');
    pack.compiler.declareRecord(this.#record);
  }

  get variables() {
    const lists = Object.entries(this.#text.columns).filter(([, type]) => type === 'strings');
    return { type: this.#record.name, joined: new Set(lists.map(([column]) => `row.${column}`)) };
  }

  checkRows(): void {
    const { columns, rows, cases } = this.#text;
    for (const column of Object.keys(columns))
      if (ROW_KEYS.includes(column)) this.#report(['columns', column], `rows use ${column} already; take another name`);
    this.#checkDefaults();
    const ids = new Set<string>();
    for (const [index, row] of rows.entries()) {
      if (ids.has(row.id)) this.#report(['rows', index, 'id'], `there is another row ${row.id}`);
      ids.add(row.id);
      this.#checkColumns(row, index);
    }
    for (const [index, each] of cases.entries()) {
      if (each.row === undefined) this.#report(['cases', index], `a case of a table names its row, for example: row: ${rows[0]!.id}`);
      else for (const row of [each.row].flat()) if (!ids.has(row)) this.#report(['cases', index, 'row'], describeUnknown('row', row, ids));
    }
  }

  #checkDefaults(): void {
    const { columns, defaults = {} } = this.#text;
    for (const [column, value] of Object.entries(defaults)) {
      const type = columns[column];
      if (type === undefined) this.#report(['defaults', column], describeUnknown('column', column, Object.keys(columns)));
      else if (!valueFits(type, value)) this.#report(['defaults', column], `${column} must be ${describeType(type)}`);
    }
  }

  #checkColumns(row: RowText, index: number): void {
    const { columns, defaults = {} } = this.#text;
    for (const [column, type] of Object.entries(columns)) {
      if (!Object.hasOwn(row, column) && Object.hasOwn(defaults, column)) continue;
      if (!Object.hasOwn(row, column)) this.#report(['rows', index], `row ${row.id} has no column ${column}`);
      else if (!valueFits(type, row[column])) this.#report(['rows', index, column], `${column} must be ${describeType(type)}`);
    }
    for (const key of Object.keys(row)) {
      if (!ROW_KEYS.includes(key) && !Object.hasOwn(columns, key))
        this.#report(['rows', index, key], describeUnknown('column', key, [...Object.keys(columns), ...ROW_KEYS]));
    }
  }

  rules(template: RuleTemplate): readonly Rule[] {
    const cases = Map.groupBy(template.cases, ({ row }) => row);
    return this.#text.rows.flatMap((row, index) => this.#rule(row, index, template, cases.get(row.id) ?? []));
  }

  #rule(row: RowText, index: number, template: RuleTemplate, cases: readonly RuleCase[]): readonly Rule[] {
    const filled: Readonly<Record<string, unknown>> = { ...this.#text.defaults, ...row };
    const columns = Object.fromEntries(Object.keys(this.#text.columns).map((column) => [column, filled[column]]));
    const failTitle = row.failTitle === undefined ? template.failTitle : template.message(['rows', index, 'failTitle'], row.failTitle);
    if (failTitle === undefined) return [];
    const { severity, securitySeverity } = this.#severity(row, index);
    const fill = (key: 'title' | 'rationale' | 'remediation') => this.#fill(row, index, key, columns);
    const texts = { title: fill('title'), rationale: fill('rationale'), remediation: fill('remediation') };
    const references = row.references ?? this.#text.references;
    const id = `${this.#pack.packId}:${this.#name}/${row.id}`;
    return [
      { id, ...texts, failTitle, severity, securitySeverity, references, ...template.parts, row: { columns, converted: this.#record.create(columns) }, cases },
    ];
  }

  #severity(row: RowText, index: number): Pick<RuleText, 'severity' | 'securitySeverity'> {
    const { severity, securitySeverity } = { ...this.#text, ...row };
    const problem = bandProblem(severity, securitySeverity);
    if (problem !== undefined) this.#report(['rows', index, row.securitySeverity === undefined ? 'severity' : 'securitySeverity'], problem);
    return { severity, securitySeverity };
  }

  #fill(row: RowText, index: number, key: 'title' | 'rationale' | 'remediation', columns: Readonly<Record<string, unknown>>): string {
    const own = row[key];
    const filled = fillColumns(own ?? this.#text[key], columns);
    if ('text' in filled) return filled.text;
    // A template's text is wrong once, not for every row.
    if (own !== undefined || index === 0) this.#report(own === undefined ? [key] : ['rows', index, key], filled.problem, filled.offset);
    return '';
  }

  #report(path: readonly (string | number)[], message: string, offset = 0): void {
    this.#pack.problems.push(this.#document.problem(path, message, { offset }));
  }
}
