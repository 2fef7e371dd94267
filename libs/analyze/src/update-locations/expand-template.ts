/** A template of Bottlerocket's schnauzer (Handlebars) as far as it is decided. */
export interface ExpandedTemplate {
  /** What is not decided stands in it as written. */
  readonly text: string;
  /** Each expression that is not decided, in order. */
  readonly open: readonly string[];
}

const EXPRESSION = /\{\{\{?([^{}]*)\}?\}\}/g;
const VARIABLE = /^[A-Za-z][\w-]*(?:\.[\w-]+)+$/;
const OPTION = /(?:^|\s)--template(?:=|\s+)(?:'([^']*)'|"([^"]*)"|(\S+))/;

/** The template in a command `schnauzer-v2 render --template '…'`; undefined for other commands. */
export function templateOf(command: string): string | undefined {
  const [, single, double, bare] = OPTION.exec(command) ?? [];
  return command.startsWith('schnauzer') ? (single ?? double ?? bare) : undefined;
}

/** Puts values in the place of variables (`os.arch`, `settings.aws.region`); calls of helpers, and variables that `variableValue` does not know, stay. */
export function expandTemplate(template: string, variableValue: (variable: string) => string | undefined): ExpandedTemplate {
  const open: string[] = [];
  const text = template.replaceAll(EXPRESSION, (expression, body: string) => {
    const variable = body.trim();
    const value = VARIABLE.test(variable) ? variableValue(variable) : undefined;
    if (value === undefined) open.push(expression);
    return value ?? expression;
  });
  return { text, open };
}
