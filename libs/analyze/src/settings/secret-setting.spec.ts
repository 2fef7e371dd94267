import { type TomlSetting, type TomlStep, tomlKey } from '@staticfire/read/formats/toml';
import { describe, expect, it } from 'vitest';
import { isSecretSetting } from './secret-setting.ts';

const setting = (path: readonly TomlStep[], value: string, type: TomlSetting['type'] = 'string'): TomlSetting => ({
  path,
  key: tomlKey(path),
  type,
  value,
  line: 1,
  lastLine: 1,
});

describe('isSecretSetting', () => {
  it.each([
    ['a bootstrap token', ['settings', 'kubernetes', 'bootstrap-token'], 'abcdef.0123456789abcdef'],
    ['a registry password', ['settings', 'container-registry', 'credentials', 0, 'password'], 'hunter2'],
    ['a registry auth', ['settings', 'container-registry', 'credentials', 0, 'auth'], 'dXNlcjpwYXNz'],
    ['a server key', ['settings', 'kubernetes', 'server-key'], 'LS0t'],
    ['AWS credentials', ['settings', 'aws', 'credentials'], 'W2RlZmF1bHRd'],
    ['user data of a host container', ['settings', 'host-containers', 'admin', 'user-data'], 'e30='],
    ['a private key under an innocent name', ['settings', 'motd'], '-----BEGIN EC PRIVATE KEY-----\nx'],
    ['an access key in a text', ['services', 'x', 'restart-commands', 0], 'run AKIAABCDEFGHIJKLMNOP'],
  ])('redacts %s', (_, path, value) => {
    expect(isSecretSetting(setting(path, value))).toBe(true);
  });

  it('redacts a numeric password', () => {
    expect(isSecretSetting(setting(['settings', 'x', 'password'], '1234', 'integer'))).toBe(true);
  });

  it.each([
    ['an authentication mode', ['settings', 'kubernetes', 'authentication-mode'], 'aws'],
    ['a credential provider', ['settings', 'kubernetes', 'credential-providers', 'ecr-credential-provider', 'cache-duration'], '12h'],
    ['a message', ['settings', 'motd'], 'Welcome'],
    ['a path to a template', ['configuration-files', 'kubelet-server-key', 'path'], '/etc/kubernetes/pki/private/kubelet-server.key'],
    ['what a token affects', ['metadata', 'settings', 'kubernetes', 'bootstrap-token', 'affected-services', 0], 'kubernetes'],
    ['an empty password', ['settings', 'x', 'password'], ''],
  ])('keeps %s', (_, path, value) => {
    expect(isSecretSetting(setting(path, value))).toBe(false);
  });

  it('keeps switches', () => {
    expect(isSecretSetting(setting(['settings', 'x', 'secret'], 'true', 'boolean'))).toBe(false);
  });
});
