import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

export default defineConfig({
  sourceLocale: 'en',
  locales: ['ru', 'uk', 'en'],
  catalogs: [
    { path: '<rootDir>/src/i18n/locales/{locale}', include: ['src/app', 'src/api', 'src/lib', 'src/ui', 'src/i18n'] },
    { path: '<rootDir>/src/features/{name}/locales/{locale}', include: ['src/features/{name}/'] },
  ],
  format: formatter({ lineNumbers: false, origins: false }),
  orderBy: 'message',
})
