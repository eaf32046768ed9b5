import reactHooks from 'eslint-plugin-react-hooks'
import lingui from 'eslint-plugin-lingui'
import tseslint from 'typescript-eslint'
import { floors } from './tools/eslint-floors.mjs'

const noBarrels = {
  selector: 'ExportAllDeclaration',
  message: 'No barrels: import from the file that has it.',
}
const noHtml = {
  selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
  message: 'Text is text: dangerouslySetInnerHTML is closed.',
}

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/api/schema.d.ts', 'public'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks, lingui, house: { rules: { floors } } },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'react-hooks/incompatible-library': 'off',
      'house/floors': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', noBarrels, noHtml],
      'lingui/no-expression-in-message': 'error',
      'lingui/t-call-in-function': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      eqeqeq: 'error',
    },
  },
  { files: ['src/**/kit/**', 'src/lib/icon-paths.ts'], rules: { 'max-lines': ['error', { max: 400 }] } },
)
