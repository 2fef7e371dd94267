import { describe, expect, it } from 'vitest';
import { derivedValue } from '../fixtures/derived-fact.ts';
import { DEFAULTS_PATH, settingsDefaults } from '../fixtures/settings-defaults.ts';

const RELEASE = { path: '', variantId: 'aws-k8s-1.33', versionId: '1.55.0', buildId: 'abc', fields: [] };
const KERNEL = { architecture: 'x86_64' };
const generated = (name: string, command: string) => `[metadata.settings.updates.${name}]\nsetting-generator = "${command}"\n`;
const url = (value: string, name = 'metadata-base-url') => `[settings.updates]\n${name} = "${value}"\n`;

async function derived(toml: string, given: object = { 'release.identity': RELEASE, 'boot.kernel': KERNEL }, userData?: string) {
  return derivedValue('updates.locations', { 'settings.defaults': await settingsDefaults(`[settings]\n${toml}`), ...given }, userData);
}
const first = async (toml: string, given?: object, userData?: string) => (await derived(toml, given, userData)).locations[0];

const PUBLIC = `schnauzer-v2 render --template 'https://updates.bottlerocket.aws/2020-07-07/{{ os.variant_id }}/{{ os.arch }}/'`;
const AWS = `schnauzer-v2 render --requires 'aws@v1' --template '{{ tuf-prefix settings.aws.region }}{{ metadata-prefix settings.aws.region }}/2020-07-07/{{ os.variant_id }}/{{ os.arch }}/'`;

describe('updates.locations', () => {
  it('puts the release into the template of Bottlerocket’s public repository', async () => {
    const toml = `${url('https://updates.bottlerocket.aws/targets/', 'targets-base-url')}${generated('metadata-base-url', PUBLIC)}`;
    expect((await derived(toml)).locations).toEqual([
      {
        ...{
          setting: 'metadata-base-url',
          source: 'generator',
          written: PUBLIC,
          url: 'https://updates.bottlerocket.aws/2020-07-07/aws-k8s-1.33/x86_64/',
          open: [],
        },
        ...{ scheme: 'https', secure: true, host: 'updates.bottlerocket.aws' },
        ...{ variant: 'aws-k8s-1.33', variantMatches: true, architecture: 'x86_64', architectureMatches: true },
      },
      {
        ...{
          setting: 'targets-base-url',
          source: 'settings',
          written: 'https://updates.bottlerocket.aws/targets/',
          url: 'https://updates.bottlerocket.aws/targets/',
        },
        ...{ open: [], scheme: 'https', secure: true, host: 'updates.bottlerocket.aws' },
      },
    ]);
  });

  it('keeps what AWS decides when the node starts', async () => {
    const location = await first(generated('metadata-base-url', AWS));
    expect(location).toMatchObject({
      url: '{{ tuf-prefix settings.aws.region }}{{ metadata-prefix settings.aws.region }}/2020-07-07/aws-k8s-1.33/x86_64/',
      open: ['{{ tuf-prefix settings.aws.region }}', '{{ metadata-prefix settings.aws.region }}'],
      variantMatches: true,
    });
    for (const member of ['scheme', 'secure', 'host']) expect(location).not.toHaveProperty(member);
  });

  it('puts settings in', async () => {
    const toml = `[settings.aws]\nregion = "eu-north-1"\n${generated('metadata-base-url', "schnauzer-v2 render --template 'http://{{ settings.aws.region }}.example/{{ settings.motd }}'")}`;
    expect(await first(toml)).toMatchObject({
      url: 'http://eu-north-1.example/{{ settings.motd }}',
      open: ['{{ settings.motd }}'],
      secure: false,
      host: 'eu-north-1.example',
    });
  });

  it('knows nothing of another generator', async () =>
    expect(await first(generated('metadata-base-url', 'lab-generator x'))).toEqual({
      ...{ setting: 'metadata-base-url', source: 'generator', written: 'lab-generator x', open: [] },
    }));

  it.each([
    ['another variant', 'https://u.example/aws-dev/x86_64/', { variant: 'aws-dev', variantMatches: false, architectureMatches: true }],
    ['another architecture', 'https://u.example/aws-k8s-1.33/aarch64/', { variantMatches: true, architectureMatches: false }],
    ['another version', 'https://u.example/v1.54.0/', { version: 'v1.54.0', versionMatches: false }],
    ['this version', 'https://u.example/1.55.0/', { versionMatches: true }],
    ['plain HTTP', 'http://u.example/', { secure: false }],
  ])('sees %s', async (_, value, expected) => expect(await first(url(value))).toMatchObject(expected));

  it('compares with nothing that is not known', async () => {
    const location = await first(url('https://u.example/aws-k8s-1.33/x86_64/'), {});
    expect(location).toMatchObject({ variant: 'aws-k8s-1.33', architecture: 'x86_64' });
    expect(location).not.toHaveProperty('variantMatches');
    expect(location).not.toHaveProperty('architectureMatches');
  });

  it('says which update a node takes, and when', async () => {
    const toml = `[settings.updates]\nversion-lock = "latest"\nignore-waves = false\n${generated('seed', 'bork seed')}`;
    expect((await derived(toml)).choices).toEqual([
      { setting: 'seed', source: 'generator', generator: 'bork seed' },
      { setting: 'version-lock', source: 'settings', value: 'latest' },
      { setting: 'ignore-waves', source: 'settings', value: 'false' },
    ]);
  });

  it('says that a value of a wrong type cannot be told', async () => {
    const { locations, choices } = await derived('[settings.updates]\nmetadata-base-url = 1\nignore-waves = "x"\nseed = 7\n');
    const unreadable = { $unreadable: expect.objectContaining({ kind: 'format', structure: DEFAULTS_PATH }) };
    expect([locations, choices]).toEqual([[unreadable], [{ setting: 'seed', source: 'settings', value: '7' }, unreadable]]);
  });

  it('changes with user data', async () => {
    const given = { 'release.identity': RELEASE, 'boot.kernel': KERNEL };
    expect(await first(generated('metadata-base-url', PUBLIC), given, '[settings.updates]\nmetadata-base-url = "http://u.example/"\n')).toMatchObject({
      ...{ source: 'settings', host: 'u.example', secure: false },
    });
  });

  it('is absent without settings of updates', async () => expect(await derived('motd = "x"\n')).toBeUndefined());
});
