import { array, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const start = object({ unit: string('Name'), by: optional(string('The unit that pulls it in; absent for the target')) });

const missing = object({
  unit: string('Name'),
  neededBy: string('The unit that names it'),
  kind: string('Requires, Wants, BindsTo …'),
  state: oneOf(['masked', 'not-found', 'bad-setting', 'error', 'loaded'], 'Why it cannot start'),
});

const stage = object({
  target: string('Main name of the unit that is started'),
  asked: string('The name by which it is asked for'),
  mode: oneOf(['isolate', 'start'], 'isolate: what does not belong to it is stopped'),
  by: optional(
    object(
      { unit: string('Service'), file: string('Path'), line: integer('Line of its command') },
      'The service that asks for it; the first stage is of systemd itself',
    ),
  ),
  failed: optional(string('Why systemd starts nothing at all')),
  starts: array(start, 'Units that are started, by name'),
  chain: array(string('Name'), 'The longest chain of units that start one after another, to the target'),
  cycles: array(
    object({
      units: array(string('Name'), 'Each comes before the next, and the last before the first'),
      skipped: optional(string('The unit that is not started so that the others can')),
    }),
    'Units that wait for one another',
  ),
  dropped: array(
    object({ unit: string('Name'), job: oneOf(['start', 'stop', 'verify-active'], 'What is not done'), because: string('What rules it out') }),
    'What contradicts something else; systemd may decide otherwise at another start',
  ),
  missing: array(missing, 'Units that are named and cannot start'),
});

const link = object({
  path: string('Path of the link'),
  target: string('Target'),
  unit: string('The unit that is enabled'),
  key: oneOf(['Alias', 'WantedBy', 'RequiredBy', 'UpheldBy', 'link'], 'What asks for it; link: the unit lies out of the search folders'),
  file: optional(string('Where it is asked for')),
  line: optional(integer('Line in that file')),
});

const schema = object({
  from: oneOf(['default.target', 'command-line'], 'Who says what is started first'),
  stages: list(stage, 'What systemd is asked to start: first by itself, then by services of the stage before'),
  presetFiles: array(string('Path'), 'Preset files in the order in which they count'),
  presetsFailed: optional(
    object({ unit: string('Name'), error: string('errno') }, 'The unit because of which systemd enables nothing at all at the first start'),
  ),
  links: list(link, 'Links that the first start of a node makes in /etc/systemd/system; at most 5000'),
  generators: array(
    object({
      path: string('Path'),
      effect: oneOf(['none', 'known', 'unknown'], 'none: there is nothing for it on a node; known: what it makes is counted; unknown: it may make any unit'),
      reason: string('Why'),
    }),
    'Programs that make units at every start; at most 1000',
  ),
});

export type SystemdBoot = Infer<typeof schema>;

export const systemdBoot = declareFact<SystemdBoot>({
  name: 'systemd.boot',
  summary: 'What systemd starts when a node starts, in which order, and what of it cannot be',
  scope: 'bank',
  schema,
});
