// Writes src/api/schema.d.ts from src/api/openapi.json.
import { execFileSync } from 'node:child_process'

execFileSync('npx', ['openapi-typescript', 'src/api/openapi.json', '-o', 'src/api/schema.d.ts', '--alphabetize'], { stdio: 'inherit' })
