import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

const here = dirname(fileURLToPath(import.meta.url))
/** A running service, for `npm run admin`: the page's own server with what it edits, live. */
const service = 'http://127.0.0.1:3000'

export default defineConfig({
  root: here,
  base: '/admin/',
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: join(here, '..', '..', 'dist', 'admin'),
    emptyOutDir: true,
    target: 'es2022',
    // The policy of the page allows files of this host alone, and nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/v1': service, '/health': service, '/openapi.json': service } },
  plugins: [plotWithoutInlineStyle(), precompress()],
})

/** Plot writes a style element into each chart, which the page's policy forbids; the same rules stand in charts/plot.css. */
function plotWithoutInlineStyle(): Plugin {
  const inline = /svg\.append\("style"\)\.text\(\s*`[^`]*`\s*\)/g
  return {
    name: 'plot-without-inline-style',
    transform(code, id) {
      if (!/@observablehq\/plot\/src\/(plot|legends\/ramp)\.js$/.test(id)) return
      if (!inline.test(code)) throw new Error(`${id} writes its style differently now`)
      return { code: code.replace(inline, 'svg'), map: null }
    },
  }
}

/** Leaves each text compressed beside it, so that serving it costs nothing. */
function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    async writeBundle({ dir = '' }, bundle) {
      const texts = Object.keys(bundle).filter((name) => /\.(js|css|html|svg)$/.test(name))
      await Promise.all(
        texts.map(async (name) => {
          const file = join(dir, name)
          const bytes = await readFile(file)
          await Promise.all([
            writeFile(`${file}.br`, brotliCompressSync(bytes)),
            writeFile(`${file}.gz`, gzipSync(bytes)),
          ])
        }),
      )
    },
  }
}
