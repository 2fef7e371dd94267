import { boolean, declareFact, type Infer, list, object, oneOf, optional, string } from '@staticfire/facts';

const unit = object({
  name: string('Unit'),
  state: oneOf(['loaded', 'masked', 'not-found', 'bad-setting', 'error'], 'As systemctl has it'),
  needs: oneOf(
    ['requires', 'wants', 'none'],
    'What fipscheck.target does with it, and activate-preconfigured.service with fipscheck.target: requires: a failure stops what comes behind; wants: it does not',
  ),
  gated: boolean('It does nothing without fips=1 on the command line (ConditionKernelCommandLine)'),
});

const module = object({
  name: string('As it is asked for'),
  state: oneOf(['builtin', 'absent', 'denied', 'command', 'loadable'], 'What becomes of it: as modprobe.effective has it'),
  module: optional(string('The module that an alias leads to')),
});

const schema = object({
  target: optional(string('What systemd starts first; absent where that is not known')),
  units: list(unit, 'The target, the check of the kernel, the check of modules, and what goes on to the rest of the start'),
  modules: list(module, 'Modules that check-fips-modules.service has loaded, then what it loads itself, by name'),
});

export type FipsSelfTests = Infer<typeof schema>;

export const fipsSelfTests = declareFact<FipsSelfTests>({
  name: 'fips.self-tests',
  summary: 'What checks the kernel and its cryptography before a FIPS node goes on, and whether a failure stops it',
  scope: 'bank',
  changedByUserData: true,
  schema,
});
