/**
 * Functions that glibc has a checked form of, `__memcpy_chk` for `memcpy`, which gcc takes with _FORTIFY_SOURCE where it knows how large
 * a buffer is. Names without the underscores before them; what glibc 2.36 exports.
 */
export const FORTIFIED_FUNCTIONS: ReadonlySet<string> = new Set(
  `asprintf confstr dprintf explicit_bzero fdelt fgets fgets_unlocked fgetws fgetws_unlocked fprintf fread fread_unlocked fwprintf getcwd
  getdomainname getgroups gethostname getlogin_r gets getwd longjmp mbsnrtowcs mbsrtowcs mbstowcs memcpy memmove mempcpy
  memset obstack_printf obstack_vprintf poll ppoll pread pread64 printf ptsname_r read readlink readlinkat realpath recv recvfrom snprintf
  sprintf stpcpy stpncpy strcat strcpy strncat strncpy swprintf syslog ttyname_r vasprintf vdprintf vfprintf vfwprintf vprintf
  vsnprintf vsprintf vswprintf vsyslog vwprintf wcpcpy wcpncpy wcrtomb wcscat wcscpy wcsncat wcsncpy wcsnrtombs wcsrtombs
  wcstombs wctomb wmemcpy wmemmove wmempcpy wmemset wprintf`.split(/\s+/),
);

/** What 2.38 and 2.42 add: counted in the checked form alone, as a program does not tell whether its C library had one. */
export const LATER_FORTIFIED_FUNCTIONS: ReadonlySet<string> = new Set(['inet_ntop', 'inet_pton', 'strlcat', 'strlcpy', 'wcslcat', 'wcslcpy']);
