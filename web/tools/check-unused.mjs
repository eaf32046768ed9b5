// Fails on an export that nothing uses, and on a package that nothing imports.
import { readdirSync, readFileSync } from 'node:fs'

const isSource = (name) => /\.(tsx?|m?js|css)$/.test(name) && !name.endsWith('schema.d.ts')
const inside = ['src', 'tools'].flatMap((root) => readdirSync(root, { recursive: true }).map((name) => `${root}/${name}`))
const files = [...inside, 'vite.config.ts', 'lingui.config.ts', 'eslint.config.js'].filter(isSource).map((name) => ({ name, text: readFileSync(name, 'utf8') }))
const isTest = ({ name }) => name.includes('.test.')

function exportsOf({ text }) {
  return [...text.matchAll(/^export (?:async )?(?:function|const|class|interface|type|enum) (\w+)/gm)].map(([, found]) => found)
}

// The router takes every route there is by the name of its file.
const isRoute = (found, { name }) => name.endsWith('/routes.ts') && found.endsWith('Route')

/** Used in its own file, as the shape of something else that is exported, is used enough. */
function isUsed(found, home) {
  const word = new RegExp(`\\b${found}\\b`, 'g')
  return files.some((file) => !isTest(file) && (file.text.match(word)?.length ?? 0) > (file === home ? 1 : 0))
}

const unused = files.filter((file) => file.name.startsWith('src/') && !isTest(file))
  .flatMap((file) => exportsOf(file).filter((found) => !isRoute(found, file) && !isUsed(found, file)).map((found) => `${file.name}: ${found}`))

// Called by their commands, or needed by another package of the list.
const UNIMPORTED = ['eslint', 'openapi-typescript', 'typescript', 'jsdom', '@lingui/cli', '@mantine/hooks']
const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
const imported = new Set(files.flatMap(({ text }) => [...text.matchAll(/(?:from|import|import\() ?'((?:@[^/']+\/)?[^/']+)/g)].map(([, name]) => name)))
const typed = (name) => name.replace('@types/', '').replace(/^(\w+)__/, '@$1/')
const unneeded = Object.keys({ ...dependencies, ...devDependencies })
  .filter((name) => !UNIMPORTED.includes(name) && !imported.has(typed(name)))
  .map((name) => `package.json: ${name}`)

const found = [...unused, ...unneeded]
found.forEach((line) => { console.log(line) })
if (found.length > 0) process.exit(1)
