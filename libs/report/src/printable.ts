export { printable, printableProse, UNPRINTABLE } from '@staticfire/findings';
