// Fails when a text in the sources is absent from a catalogue, untranslated, left over, has other placeholders,
// or is translated otherwise elsewhere: all catalogues are loaded into one, where only one of the two would be seen.
import { getCatalogs } from '@lingui/cli/api'
import { getConfig } from '@lingui/conf'
import { parse } from '@messageformat/parser'

const config = getConfig()
// npm run i18n:check -- features/parties looks at one part only
const part = process.argv[2] ?? ''
const catalogs = (await getCatalogs(config)).filter((catalog) => catalog.path.includes(part))
const problems = []
/** `locale id` to the first translation and where it stands. */
const chosen = new Map()

function placeholders(message) {
  const found = new Set()
  const walk = (tokens) => {
    for (const token of tokens) {
      if (token.arg) found.add(token.arg)
      token.cases?.forEach((branch) => walk(branch.tokens))
    }
  }
  walk(parse(message))
  for (const tag of message.matchAll(/<\/?(\d+)\/?>/g)) found.add(`<${tag[1]}>`)
  return [...found].sort().join(' ')
}

function checkMessage(where, source, translation) {
  if (!translation) return problems.push(`${where}: no translation of ${JSON.stringify(source)}`)
  try {
    if (placeholders(source) !== placeholders(translation)) problems.push(`${where}: placeholders differ in ${JSON.stringify(translation)}`)
  } catch (error) {
    problems.push(`${where}: ${error.message} in ${JSON.stringify(translation)}`)
  }
}

function checkSame(where, locale, id, text) {
  const key = `${locale} ${id}`
  const first = chosen.get(key)
  if (!first) chosen.set(key, { where, translation: text.translation })
  else if (first.translation !== text.translation) problems.push(`${where}: ${JSON.stringify(text.message ?? id)} is ${JSON.stringify(first.translation)} in ${first.where}; say the same, or give one of the two a context`)
}

for (const catalog of catalogs) {
  const sources = (await catalog.collect()) ?? {}
  const written = await catalog.readAll()
  for (const locale of config.locales) {
    const where = catalog.path.replace(config.rootDir, '').replace('{locale}', locale)
    const texts = written[locale] ?? {}
    for (const [id, { message }] of Object.entries(sources)) {
      if (!texts[id]) problems.push(`${where}: ${JSON.stringify(message ?? id)} was not extracted`)
      else {
        checkMessage(where, message ?? id, texts[id].translation)
        checkSame(where, locale, id, texts[id])
      }
    }
    for (const id of Object.keys(texts)) if (!sources[id]) problems.push(`${where}: left over ${JSON.stringify(texts[id].message ?? id)}`)
  }
}

for (const line of problems) console.error(line)
console.log(problems.length ? `${problems.length} problems` : `${catalogs.length} catalogues are complete`)
process.exit(problems.length ? 1 : 0)
