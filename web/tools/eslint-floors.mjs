// app > features > ui > lib, api > i18n; a feature never imports another one; Mantine stays inside ui.
import path from 'node:path'

const MAY = {
  app: ['app', 'features', 'ui', 'api', 'lib', 'i18n'],
  features: ['ui', 'api', 'lib', 'i18n'],
  ui: ['ui', 'lib', 'i18n'],
  api: ['api', 'lib', 'i18n'],
  lib: ['lib', 'i18n'],
  i18n: ['i18n'],
}

function targetOf(source, file) {
  if (source.startsWith('@/')) return source.slice(2).split('/')
  if (!source.startsWith('.')) return null
  const full = path.resolve(path.dirname(file), source).split(path.sep)
  const root = full.lastIndexOf('src')
  return root < 0 ? null : full.slice(root + 1)
}

function complaint(source, file) {
  const parts = file.split(path.sep)
  const own = parts.slice(parts.lastIndexOf('src') + 1)
  if (source.startsWith('@mantine/') && own[0] !== 'ui') return 'Only src/ui imports Mantine.'
  const target = targetOf(source, file)
  const allowed = MAY[own[0]]
  if (!target || !allowed) return null
  if (own[0] === 'features' && target[0] === 'features') return own[1] === target[1] ? null : 'A feature does not import another feature.'
  return allowed.includes(target[0]) ? null : `src/${own[0]} may not import src/${target[0]}.`
}

export const floors = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = context.filename
    if (!file.includes(`${path.sep}src${path.sep}`)) return {}
    const check = (node) => {
      if (!node.source) return
      const message = complaint(String(node.source.value), file)
      if (message) context.report({ node, message })
    }
    return { ImportDeclaration: check, ImportExpression: check, ExportNamedDeclaration: check }
  },
}
