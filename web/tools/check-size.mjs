// Adds up the JavaScript that loads before the first screen; fails over the limit.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT_KB = 150
const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'))
const entry = Object.entries(manifest).find(([, chunk]) => chunk.isEntry)
if (!entry) throw new Error('dist has no entry; run npm run build first')

const wanted = new Set()
const css = new Set()
function collect(key) {
  if (wanted.has(key)) return
  wanted.add(key)
  manifest[key].css?.forEach((file) => css.add(file))
  manifest[key].imports?.forEach(collect)
}
collect(entry[0])

const gzip = (file) => gzipSync(readFileSync(`dist/${file}`)).length / 1000
let total = 0
for (const key of wanted) {
  const size = gzip(manifest[key].file)
  total += size
  console.log(`${size.toFixed(1).padStart(7)} kB  ${manifest[key].file}`)
}
const styles = [...css].reduce((sum, file) => sum + gzip(file), 0)
console.log(`${total.toFixed(1).padStart(7)} kB  initial JavaScript, gzip (limit ${LIMIT_KB}); styles ${styles.toFixed(1)} kB`)
if (total > LIMIT_KB) process.exit(1)
