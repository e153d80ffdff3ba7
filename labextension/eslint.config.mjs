import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-plugin-prettier/recommended';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import typescript from 'typescript-eslint';

export default defineConfig([
  { ignores: ['node_modules', 'lib', 'built', '**/*.js'] },
  js.configs.recommended,
  typescript.configs.recommended,
  jupyter.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { globals: globals.browser },
    rules: {
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'interface', format: ['PascalCase'], custom: { regex: '^I[A-Z]', match: true } }
      ],
      // All of it is needed from the start, and it is small.
      'jupyter/prefer-lazy-imports': 'off',
      curly: ['error', 'all'],
      eqeqeq: 'error',
      'max-lines-per-function': ['error', 50]
    }
  },
  { files: ['src/__tests__/*'], rules: { 'jupyter/no-untranslated-string': 'off' } },
  prettier
]);
