const lab = require('@jupyterlab/testutils/lib/jest-config');

const modules = [
  '@codemirror',
  '@jupyter/',
  '@jupyterlab/',
  '@microsoft/',
  'exenv-es6',
  'lib0',
  'nanoid',
  'vscode-ws-jsonrpc',
  'y-protocols',
  'y-websocket',
  'yjs'
];

module.exports = {
  ...lab(__dirname),
  automock: false,
  modulePathIgnorePatterns: ['<rootDir>/built', '<rootDir>/lib'],
  testRegex: 'src/__tests__/.*\\.spec\\.tsx?$',
  transformIgnorePatterns: [`/node_modules/(?!(${modules.join('|')})).+`]
};
