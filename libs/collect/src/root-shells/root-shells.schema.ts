import { declareFact, type Infer, list, object, oneOf, string } from '@staticfire/facts';

const shell = object({
  path: string('Normalised path'),
  foundBy: oneOf(['name', 'content', 'script'], 'Its file name, a text inside the program, or a #! line that asks for a shell'),
  detail: string('The name, the text, or the interpreter'),
});

const schema = object({
  shells: list(shell, 'Shells, and scripts that need one'),
});

export type RootShells = Infer<typeof schema>;
export type FoundShell = Infer<typeof shell>;

export const rootShells = declareFact<RootShells>({
  name: 'root.shells',
  summary: 'Shells on ROOT, by name and by content, and scripts that need one',
  scope: 'bank',
  schema,
});
