/** A kind of shell and the texts that its programs carry, all of them. */
export interface ShellText {
  readonly kind: string;
  readonly texts: readonly string[];
}

/**
 * Found by looking at Debian's dash, bash, busybox, zsh, ksh93u+m, mksh, tcsh, fish and toybox; none of 2 280 other
 * programs and libraries of Debian 12 carries one of these sets.
 */
export const SHELL_TEXTS: readonly ShellText[] = [
  { kind: 'POSIX shell', texts: ['OPTIND', 'PS4', 'CDPATH', 'OLDPWD'] },
  { kind: 'tcsh', texts: ['tcsh %d.%.2d.%.2d'] },
  { kind: 'fish', texts: ['fish_default_key_bindings'] },
  { kind: 'BusyBox', texts: ['BusyBox v'] },
  { kind: 'toybox', texts: ['Toybox %s multicall'] },
  { kind: 'bash', texts: ['GNU bash, version'] },
];
