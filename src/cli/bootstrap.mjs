// What `npm start` and `npm run maitre` begin with: prepare, then hand over to the compiled command line in this same process, so
// that signals reach it directly. An image that was built complete (no sources to compile) sets MAITRE_PREPARED.
import { prepare } from './prepare.mjs'

if (!process.env.MAITRE_PREPARED) await prepare({ compiled: true })
await import('../../dist/src/cli/main.js')
