import type { Difference, ParityRow } from './parity-row.ts';

const FILE_ALONE = 'The on-host checker reads the configuration alone; an option of the command line counts before it.';
const NO_FILE = 'Without a configuration the on-host checker cannot tell; kubelet then has defaults that are open.';
const DEFAULTS = 'Where the configuration says nothing the on-host checker cannot tell; kubelet has a default then, which is known.';

const ours = (rule: string) => (name: string) => `baseline:${rule}: ${name}`;
const authorities = ours('kubernetes/client-authorities');
const streams = ours('kubernetes/idle-streams');
const serving = ours('kubernetes/serving-certificate');
const client = ours('kubernetes/client-certificate');
const renewal = ours('kubernetes/serving-certificate-renewal');
const suites = ours('kubernetes/tls-suites');
const processes = ours('kubernetes/pod-processes');
const chains = ours('kubelet/filter-chains');

/** Every control for worker nodes of the CIS Kubernetes Benchmark that the on-host checker decides and rules of ours do, in the benchmark's order. */
export const cisKubernetesParity: readonly ParityRow[] = [
  modeRow('4.1.1', 'unit', '0644', [
    difference('PASS', 'fail', 'The benchmark asks for 0600, as the on-host checker does from core kit 11 on.', [
      ours('kubelet-modes/unit')('readable by everybody'),
    ]),
    difference('PASS', 'fail', 'The on-host checker leaves out what is more than permissions.', [
      ours('kubelet-modes/unit')('a mode with more than permissions'),
    ]),
  ]),
  ownerRow('4.1.2', 'unit'),
  modeRow('4.1.5', 'kubeconfig', '0644'),
  ownerRow('4.1.6', 'kubeconfig'),
  modeRow('4.1.7', 'client-ca', '0600', [
    difference('FAIL', 'pass', 'Who goes by an edition from 1.11 on lets everybody read it.', [
      ours('kubelet-modes/client-ca')('editions that let everybody read authorities'),
    ]),
  ]),
  ownerRow('4.1.8', 'client-ca'),
  modeRow('4.1.9', 'configuration', '0600'),
  ownerRow('4.1.10', 'configuration'),
  optionRow('4.2.1', 'anonymous-requests', 'authentication.anonymous.enabled is false', [
    difference('FAIL', 'pass', FILE_ALONE, [ours('kubelet/anonymous-requests')('an option closes what the configuration opens')]),
  ]),
  optionRow('4.2.2', 'authorization', 'authorization.mode is not AlwaysAllow'),
  {
    control: '4.2.3',
    onHost: 'authentication.x509.clientCAFile of the configuration names a file that is there.',
    ours: 'An option or the configuration names a file; whether it is there is left open.',
    differences: [
      difference('PASS', 'fail', FILE_ALONE, [authorities('an option takes it away')]),
      difference('SKIP', 'pass', FILE_ALONE, [authorities('an option names it')]),
      difference('SKIP', 'fail', NO_FILE, [authorities('no configuration'), authorities('nothing names it')]),
    ],
  },
  optionRow('4.2.4', 'read-only-port', 'readOnlyPort is 0'),
  {
    control: '4.2.5',
    onHost: 'streamingConnectionIdleTimeout of the configuration, as a whole number, is not 0; whatever is no number passes.',
    ours: 'The time that kubelet gets is not zero, however it is written.',
    differences: [
      difference('PASS', 'fail', FILE_ALONE, [streams('an option takes the time away')]),
      difference('PASS', 'fail', 'A duration is no whole number, and the on-host checker takes it for none.', [
        streams('no time'),
        streams('no time, in parts'),
      ]),
    ],
  },
  {
    control: '4.2.6',
    onHost: 'makeIPTablesUtilChains of the configuration is true, or not there.',
    ours: 'kubelet gets true, or nothing.',
    differences: [difference('PASS', 'fail', FILE_ALONE, [chains('an option opens what the configuration closes')])],
  },
  {
    control: '4.2.9',
    onHost: 'tlsCertFile and tlsPrivateKeyFile of the configuration name files that are there, or one of them is not set.',
    ours: 'kubelet gets both, or asks the cluster for a certificate.',
    differences: [
      difference('PASS', 'fail', 'Without both kubelet signs its own certificate, unless it asks the cluster for one.', [
        serving('neither'),
        serving('nothing is said'),
        serving('a certificate without a key'),
      ]),
      difference('PASS', 'fail', FILE_ALONE, [serving('an option asks for none')]),
    ],
  },
  {
    control: '4.2.10',
    onHost: 'rotateCertificates of the configuration is true.',
    ours: 'kubelet gets true, where it signs in by a certificate.',
    differences: [
      difference('FAIL', 'pass', FILE_ALONE, [client('an option renews it')]),
      difference('PASS', 'fail', FILE_ALONE, [client('an option keeps it')]),
    ],
  },
  {
    control: '4.2.11',
    onHost: 'featureGates.RotateKubeletServerCertificate of the configuration is true, or not there.',
    ours: 'Neither an option nor the configuration switches it off.',
    differences: [
      difference('PASS', 'fail', FILE_ALONE, [renewal('an option switches it off')]),
      difference('FAIL', 'pass', FILE_ALONE, [renewal('an option switches it on')]),
    ],
  },
  {
    control: '4.2.12',
    onHost: 'Every suite in tlsCipherSuites of the configuration is one of eight.',
    ours: 'kubelet gets suites, and each is one of the parameter tlsSuites.',
    differences: [
      difference('PASS', 'fail', 'Two of the eight have no forward secrecy; core kit 11 took them out.', [suites('one without forward secrecy')]),
      difference('PASS', 'fail', 'A site may allow fewer.', [suites('fewer are allowed')]),
      difference('PASS', 'fail', 'With an empty list kubelet takes what Go takes for good.', [suites('no suite')]),
      difference('PASS', 'fail', FILE_ALONE, [suites('an option adds a weak one')]),
      difference('SKIP', 'pass', FILE_ALONE, [suites('an option names strong ones')]),
      difference('SKIP', 'fail', DEFAULTS, [suites('nothing is said')]),
    ],
  },
  {
    control: '4.2.13',
    onHost: 'podPidsLimit of the configuration is a number above 0.',
    ours: 'kubelet gets a number above 0.',
    differences: [difference('PASS', 'fail', FILE_ALONE, [processes('an option takes the limit away')])],
  },
];

function difference(onHost: Difference['onHost'], verdict: Difference['ours'], reason: string, where: readonly string[]): Difference {
  return { onHost, ours: verdict, reason, where };
}

function modeRow(control: string, row: string, mode: string, differences: readonly Difference[] = []): ParityRow {
  return {
    control,
    onHost: `The file on the host has no permission that ${mode} does not have.`,
    ours: `The mode that a node writes it with (kubelet-modes/${row}) is 0600 or less.`,
    differences,
  };
}

function ownerRow(control: string, row: string): ParityRow {
  return { control, onHost: 'User and group of the file on the host are 0.', ours: `The user that writes it (kubelet-owners/${row}) is root.` };
}

/** Of a row of the table kubelet whose default is safe with a configuration, and open without one. */
function optionRow(control: string, row: string, wanted: string, differences: readonly Difference[] = []): ParityRow {
  const named = ours(`kubelet/${row}`);
  return {
    control,
    onHost: `In the configuration ${wanted}.`,
    ours: `What kubelet gets, by option, configuration or default, says that ${wanted}.`,
    differences: [
      difference('PASS', 'fail', FILE_ALONE, [named('an option opens what the configuration closes')]),
      difference('SKIP', 'fail', NO_FILE, [named('no configuration at all')]),
      difference('SKIP', 'pass', DEFAULTS, [named('the configuration says nothing')]),
      ...differences,
    ],
  };
}
