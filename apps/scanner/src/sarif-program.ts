import { type Command, Option } from 'commander';

type SetExitCode = (exitCode: number) => void;

const LINT_HELP = `
For github: the specification, and what GitHub code scanning rejects, ignores or cuts. For viewer: the specification alone; the
file that is meant for archives and viewers (passes, waived findings, places inside the image) is checked with it.

Exit codes:
  0    nothing is wrong; there may be warnings
  1    an error: GitHub would reject a file, or it breaks the specification
  2    usage, or a file cannot be read or holds no SARIF
`;

/** `staticfire sarif …`: about SARIF files of any tool. */
export function addSarif(program: Command, setExitCode: SetExitCode): void {
  const sarif = program.command('sarif').description('Check SARIF files');
  sarif
    .command('lint')
    .description('Tell what GitHub or a viewer would refuse, ignore or cut in SARIF files of any tool, and how to mend it')
    .argument('<files...>', 'SARIF 2.1.0, at most 100 MiB each')
    .addOption(new Option('--for <reader>', 'who is to read them').choices(['github', 'viewer']).default('github'))
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
    .addHelpText('after', LINT_HELP)
    .action(async (files: string[], options) => {
      const { lint } = await import('./commands/sarif-lint.ts');
      setExitCode(lint(files, options));
    });
}
