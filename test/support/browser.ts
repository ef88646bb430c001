import { access, constants } from 'node:fs/promises'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, describe, test } from 'vitest'

/** Where Debian and others put it. */
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const named = process.env['MAITRE_BROWSER']
/** In CI a missing browser is a fault of the set-up, and its tests must not pass by not running. */
const isRequired = process.env['CI'] !== undefined || named !== undefined

/** The path of a Chromium; null: none is here, which tests of the page are skipped for. */
export const browserPath: string | null = await findBrowser()

async function findBrowser(): Promise<string | null> {
  const isPath = named?.includes('/')
  for (const place of isPath ? [named!] : places) {
    const isThere = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return place
  }
  const remedy =
    'apt-get install chromium, or name one: MAITRE_BROWSER=/path/to/chromium. Tests of the administration page need it.'
  if (isRequired) throw new Error(`No Chromium is here: ${remedy}`)
  process.stderr.write(
    `Skipping the tests of the administration page, since no Chromium is here: ${remedy}\n`,
  )
  return null
}

/** `describe` for what needs a browser; without one its tests are skipped, and nothing is opened. */
export function describeInBrowser(name: string, tests: () => void | Promise<void>): void {
  // A browser shares its cores with the rest of the run.
  if (browserPath !== null) describe(name, { timeout: 60_000 }, tests)
  else test.skip(name, () => {})
}

export interface TestBrowser {
  /** A page of a tab of its own, with nothing remembered. What goes wrong on it, its policy being broken included, is in `faults`. */
  newPage(options?: {
    width?: number
    height?: number
    isDark?: boolean
  }): Promise<Page & { faults: string[] }>
}

/** A browser for the calling test file. @throws Error without one; call it within `describeInBrowser` */
export async function openBrowser(): Promise<TestBrowser> {
  if (browserPath === null) throw new Error('there is no browser')
  const browser: Browser = await chromium.launch({
    executablePath: browserPath,
    // Containers run as root, where Chromium's sandbox does not start.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  })
  afterAll(() => browser.close())
  return {
    async newPage({ width = 1280, height = 800, isDark = false } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: isDark ? 'dark' : 'light',
        reducedMotion: 'reduce',
      })
      const page = await context.newPage()
      const faults: string[] = []
      page.on('pageerror', (error) => faults.push(error.message))
      page.on('console', (message) => {
        // Answers that are problems are the page's business, and shown on it.
        if (message.type() === 'error' && !/status of [45]\d\d|ERR_CONNECTION/.test(message.text())) {
          faults.push(message.text())
        }
      })
      return Object.assign(page, { faults })
    },
  }
}
