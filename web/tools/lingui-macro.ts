import { transformAsync } from '@babel/core'
import macro from '@lingui/babel-plugin-lingui-macro'
import type { Plugin } from 'vite'

/** Expands the Lingui macros; only files that import a macro go through Babel. */
export function linguiMacro(): Plugin {
  return {
    name: 'kurator-lingui-macro',
    enforce: 'pre',
    async transform(code, id) {
      const file = id.split('?')[0] ?? id
      if (!/\.tsx?$/.test(file) || file.includes('node_modules') || !/@lingui\/[a-z]+\/macro/.test(code)) return null
      const done = await transformAsync(code, {
        filename: file,
        babelrc: false,
        configFile: false,
        sourceMaps: true,
        // Keeps the English text in the build: an untranslated text shows it and not its id.
        plugins: [[macro, { stripMessageField: false }]],
        parserOpts: { plugins: ['typescript', 'jsx'] },
      })
      return done?.code ? { code: done.code, map: done.map } : null
    },
  }
}
