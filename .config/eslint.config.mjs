// Module borders, product claims, type-aware promise rules. Everything else is Biome's.
import { fileURLToPath } from 'node:url';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { claims, exceptions } from './claims.mjs';
import { claimsPlugin } from './claims-plugin.mjs';
import { cyclesThroughSpecs, productConstraints, specConstraints } from './packages.mjs';

const sources = ['apps/**/*.ts', 'libs/**/*.ts', 'benchmarks/**/*.ts'];
const specs = ['**/*.spec.ts'];

const boundaries = (depConstraints) => [
  'error',
  { depConstraints, ignoredCircularDependencies: cyclesThroughSpecs, banTransitiveDependencies: false, enforceBuildableLibDependency: false },
];

/** @param {string[]} names @param {'error' | 'off'} level */
const setClaims = (names, level) => Object.fromEntries(names.map((name) => [`staticfire/${name}`, level]));

export default [
  { ignores: ['**/dist/**', '**/node_modules/**', '**/*.mjs'] },
  {
    // Exceptions live in claims.mjs, not in comments.
    linterOptions: { noInlineConfig: true },
  },
  {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true, tsconfigRootDir: fileURLToPath(new URL('..', import.meta.url)) } },
    plugins: { '@nx': nx, '@typescript-eslint': tseslint.plugin, staticfire: claimsPlugin },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  {
    files: sources,
    rules: {
      '@nx/enforce-module-boundaries': boundaries(productConstraints),
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      ...setClaims(Object.keys(claims), 'error'),
    },
  },
  ...exceptions.map(({ claim, files }) => ({ files, rules: setClaims([claim], 'off') })),
  {
    files: specs,
    rules: {
      '@nx/enforce-module-boundaries': boundaries(specConstraints),
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      ...setClaims(Object.keys(claims), 'off'),
    },
  },
];
