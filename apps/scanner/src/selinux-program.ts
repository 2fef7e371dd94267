import type { Command } from 'commander';
import { IMAGE } from './image-argument.ts';
import { addAccess } from './selinux-access-program.ts';
import { ASKED_EXIT_CODES, brief, collect, commonOptions, IMAGE_OR_POLICY } from './selinux-options.ts';
import { addSearch } from './selinux-search-program.ts';
import { addWays } from './selinux-ways-program.ts';

type SetExitCode = (exitCode: number) => void;

const DIFF_EXIT_CODES = ASKED_EXIT_CODES.replace('answered, also when the answer is that there is nothing', 'no difference\n  1    differences');
const LABELS_EXIT_CODES = `
Exit codes:
  0    every label is as file_contexts says
  1    differences
  2    usage
  3    the image could not be read, or not every file in it
`;

const CHECK_EXIT_CODES = `
Exit codes:
  0    every check passes
  1    a check fails
  2    usage, or the file of checks is invalid
  3    the policy or image could not be read, or a check could not be decided and none fails
`;
const CHECK_HELP = `
Checks of sechecker (assert_te, assert_rbac, empty_typeattr, ro_execs, ro_kmods) have the verdicts that setools gives them. A file of assertions is YAML:

  assertions:
    - name: containers write no secrets
      assert: { assert: never, source: [container_t], target: [secret_t], access: { file: [write, append] } }
    - name: programs have their types
      assert: { assert: file_label, paths: { /usr/bin/apiserver: api_exec_t, '/usr/bin/runc*': runtime_exec_t } }

classMaps beside assertions gives names to permissions of several classes. Labels, executables and neverallow statements are those of the image;
\`unchanged\` compares with --baseline.
${CHECK_EXIT_CODES}
Examples:
  staticfire selinux check bottlerocket.img --assertions selinux.yaml
  staticfire selinux check policy.33 --sechecker checks.ini --format json
  staticfire selinux check new.img --assertions unchanged.yaml --baseline old.img
`;

/** `staticfire selinux …`: questions to a policy. */
export function addSelinux(program: Command, setExitCode: SetExitCode): void {
  const selinux = program.command('selinux').description('Ask a SELinux policy, or that of an image: what it holds, who can do what, what leads where');
  addInfo(selinux);
  addSearch(selinux);
  addAccess(selinux);
  addWays(selinux);
  addDiff(selinux, setExitCode);
  addLabels(selinux, setExitCode);
  addCheck(selinux, setExitCode);
}

function addInfo(selinux: Command): void {
  commonOptions(selinux.command('info').description('Count what a policy holds, as seinfo does, or list one kind of it').argument('<policy>', IMAGE_OR_POLICY))
    .option('--list <kind>', 'list the statements of a kind: type, attribute, role, user, bool, class, permissive, sid, genfscon …')
    .option('--name <name>', 'with --list: only those about this one')
    .option('--type <type>', 'with --list: only those that name this type or attribute')
    .addHelpText(
      'after',
      `${ASKED_EXIT_CODES}
Examples:
  staticfire selinux info bottlerocket.img
  staticfire selinux info policy.31 --list attribute --name trusted_s
`,
    )
    .action(async (policy: string, options) => {
      const { info } = await import('./commands/selinux/info.ts');
      await info(policy, options);
    });
}

function addDiff(selinux: Command, setExitCode: SetExitCode): void {
  commonOptions(
    selinux
      .command('diff')
      .description('Tell what two policies say differently: by names, attributes expanded')
      .argument('<old>', IMAGE_OR_POLICY)
      .argument('<new>', 'the same'),
  )
    .option('--section <names>', 'only these kinds of statements, with commas between them; may be given more than once', collect, [])
    .option('--stats', 'only counts')
    .addHelpText(
      'after',
      `
+ is only in NEW, - only in OLD, ~ in both with other parts.
${DIFF_EXIT_CODES}
Examples:
  staticfire selinux diff old.img new.img
  staticfire selinux diff policy.31 new.img --section allow,type --stats
`,
    )
    .action(async (before: string, after: string, options) => {
      const { diff } = await import('./commands/selinux/diff.ts');
      setExitCode(await diff(before, after, options));
    });
}

function addLabels(selinux: Command, setExitCode: SetExitCode): void {
  commonOptions(
    selinux.command('labels').description('Compare the labels of every file of ROOT and BOOT with file_contexts of the image').argument('<image...>', IMAGE),
  )
    .option('--all', 'every difference, not only the first five of each kind in a folder')
    .addHelpText(
      'after',
      `${LABELS_EXIT_CODES}
Example:
  staticfire selinux labels bottlerocket.img
`,
    )
    .action(async (images: readonly string[], options) => {
      const { labels } = await import('./commands/selinux/labels.ts');
      setExitCode(await labels(images, options));
    });
}

function addCheck(selinux: Command, setExitCode: SetExitCode): void {
  commonOptions(
    selinux
      .command('check')
      .description('Check what a file asserts about a policy, with the rules that prove what is violated')
      .argument('<policy...>', `${IMAGE_OR_POLICY}; or all three partition images`),
  )
    .option('--sechecker <file>', "checks in the INI format of setools' sechecker")
    .option('--assertions <file>', 'assertions in YAML')
    .option('--baseline <policy>', 'what `unchanged` compares with: binary policy or image')
    .addOption(brief())
    .addHelpText('after', CHECK_HELP)
    .action(async (policy: readonly string[], options) => {
      const { check } = await import('./commands/selinux/check.ts');
      setExitCode(await check(policy, options));
    });
}
