import { boolean, integer, object, oneOf, optional, string } from '@staticfire/facts';

/** The schema of one file of a folder for configuration snippets. */
export const configFile = object({
  path: string('Path in the folder it was found in'),
  name: string('Name; of files with one name in several folders only the first folder counts'),
  folder: string('Search folder'),
  type: oneOf(['file', 'symlink', 'other'], 'Type'),
  target: optional(string('Target of a symlink')),
  size: integer('Bytes; of a symlink what it leads to, 0 when that is nothing'),
  state: oneOf(
    ['read', 'masked', 'dangling', 'wrong-name', 'not-a-file'],
    'read: its entries are listed; masked: empty or /dev/null, it hides files of its name; dangling: a link to nothing; wrong-name: not read by the tool',
  ),
  overriddenBy: optional(string('Path of the file with the same name in an earlier folder')),
  entries: integer('How many entries it has'),
  readable: boolean('Its text could be read; when not, the list of entries says why'),
});
