export const accessFileKinds = [
  'sudoers',
  'doas',
  'pam',
  'sshd-config',
  'ssh-host-key',
  'authorized-keys',
  'trusted-hosts',
  'cron',
  'package-database',
] as const;
export type AccessFileKind = (typeof accessFileKinds)[number];

/** Patterns of normalised paths; /etc is also what is copied there from below /usr/share/factory or kept below /usr/lib or /usr/etc. */
const ACCESS_FILES: readonly { readonly what: AccessFileKind; readonly path: RegExp }[] = [
  { what: 'sudoers', path: /\/sudoers(?:\.d\/[^/]+)?$/ },
  { what: 'doas', path: /\/doas\.conf$|\/doas\.d\/[^/]+$/ },
  { what: 'pam', path: /\/pam\.d\/[^/]+$|\/etc\/pam\.conf$/ },
  { what: 'sshd-config', path: /\/sshd_config(?:\.d\/[^/]+)?$/ },
  { what: 'ssh-host-key', path: /\/ssh_host_[a-z0-9]+_key$|\/dropbear_[a-z0-9]+_host_key$/ },
  { what: 'authorized-keys', path: /\/authorized_keys2?$|\/authorized_keys\.d\/[^/]+$/ },
  { what: 'trusted-hosts', path: /\/(?:hosts|shosts)\.equiv$|\/\.[rs]hosts$/ },
  { what: 'cron', path: /\/etc\/(?:crontab|anacrontab|cron\.d\/[^/]+|cron\.(?:hourly|daily|weekly|monthly)\/[^/]+)$|\/var\/spool\/cron\/.+$/ },
  {
    what: 'package-database',
    path: /\/(?:rpmdb\.sqlite|Packages(?:\.db)?)$|\/lib\/dpkg\/status(?:\.d\/[^/]+)?$|\/lib\/apk\/db\/installed$|\/lib\/pacman\/local\/.+$/,
  },
];

/** What a file at this path is for. */
export function accessFileKind(path: string): AccessFileKind | undefined {
  return ACCESS_FILES.find((each) => each.path.test(path))?.what;
}
