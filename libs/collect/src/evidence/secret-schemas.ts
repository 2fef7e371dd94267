import { SECRET_KINDS } from '@staticfire/analyze/secrets';
import { integer, object, oneOf, string } from '@staticfire/facts';

/** Text files that are larger are not looked at. */
export const MAX_TEXT_LENGTH = 4 * 1024 * 1024;

/** What is told of a secret beside the file it stands in; never the secret itself. */
export const secretPlace = {
  kind: oneOf(SECRET_KINDS, 'What it is'),
  rule: string('The rule that found it'),
  line: integer('From 1'),
  column: integer('From 1, in bytes'),
  offset: integer('Bytes from the start of the file'),
  length: integer('Bytes'),
  fingerprint: string(
    '16 hexadecimal digits, the same for the same secret within one image and in every scan of it; keyed by content of the image, so that other images have others',
  ),
};

export const textCoverage = object(
  {
    scanned: integer('Files that were looked at, all of each'),
    scannedBytes: integer('Bytes in them'),
    binary: integer('Files with a zero byte in their first 4 096 bytes, not looked at: a key inside a program is not found'),
    tooLarge: integer('Text files of more than maxLength bytes, not looked at'),
    overBudget: integer('Text files that were not looked at, because those before were full of what has to be looked at closely'),
    maxLength: integer('4 194 304'),
  },
  'What was looked at: regular files, as text. Not what is compressed or archived, nor what no file holds; texts in base64 once, where they stand behind a quote, colon, equals sign or space',
);
