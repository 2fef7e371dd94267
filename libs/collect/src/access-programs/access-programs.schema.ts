import { boolean, declareFact, type Infer, list, object, oneOf, string } from '@staticfire/facts';
import { accessFileKinds } from './access-files.ts';

const accessKinds = [
  'clear-text',
  'compiler',
  'console',
  'debugger',
  'editor',
  'interpreter',
  'login',
  'network-client',
  'package-manager',
  'pam',
  'privilege',
  'scheduler',
  'ssh-client',
  'ssh-server',
] as const;

const program = object({
  path: string('Normalised path'),
  kind: oneOf(
    accessKinds,
    'What it is for; clear-text: services and clients without encryption; compiler: also linkers and make; console: what asks for a name on a terminal, which stock images have',
  ),
  program: string('python, sshd, rpm …: the program, or the family it belongs to'),
  foundBy: oneOf(['name', 'library', 'needs', 'content'], 'Its file name; it is the library of that program, or needs it; a text inside'),
  detail: string('The name or the text'),
});

const script = object({
  path: string('Normalised path'),
  interpreter: string('What follows #!, as written'),
  program: string('The interpreter, behind env what env is asked for'),
  exists: boolean('The interpreter is on ROOT'),
});

const file = object({
  path: string('Normalised path'),
  what: oneOf(accessFileKinds, 'What the file is for, by its name and folder'),
});

const schema = object({
  programs: list(program, 'Programs and libraries that give people or code a way in, shells left out (root.shells); at most 10 000'),
  scripts: list(script, 'Files that may be executed and start with #!; at most 10 000'),
  files: list(file, 'Files that say who may log in, or what is installed; at most 10 000'),
});

export type AccessPrograms = Infer<typeof schema>;
export type AccessProgramFact = Infer<typeof program>;
export type ScriptFact = Infer<typeof script>;
export type AccessFileFact = Infer<typeof file>;

export const accessPrograms = declareFact<AccessPrograms>({
  name: 'access.programs',
  summary: 'Interpreters, login and remote login, package managers, compilers, debuggers and network clients on ROOT, by name and by content',
  scope: 'bank',
  schema,
});
