import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openAdminService } from '../support/admin-page.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'

const screens = [
  ['a laptop, light', { width: 1280, height: 800 }],
  ['a tablet, dark', { width: 820, height: 1180, isDark: true }],
] as const

/** What pages show besides what they begin with. */
const views = [
  'compare?on=sample&size=10&source=orders',
  'objectives?on=sample&size=10&source=orders&profile=sales',
  'trade-offs?view=guardrails',
  'profiles?view=experiments',
  'profiles?key=sales',
  'profiles?key=sales&tab=edit',
  'health?view=data',
  'health?view=quarantine',
]

/** Until what is read stands still: nothing is dimmed while it is asked again, or still fades. */
const settled = (page: Page) =>
  page.waitForFunction(
    () =>
      document.querySelector('.loading, .query-refreshing, .under-way') === null &&
      document.getAnimations().every(({ playState }) => playState !== 'running'),
  )

const overflowOf = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

/** What axe finds that somebody could not get past, as `rule: element`. */
async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const run = Reflect.get(window, 'axe') as typeof axe
    const { violations } = await run.run(document, { resultTypes: ['violations'] })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
      )
  })
}

describeInBrowser('every page', async () => {
  const [admin, browser] = await Promise.all([openAdminService(), openBrowser()])

  test.each(screens)('can be used by everybody, breaks no policy and fits, on %s', async (_, screen) => {
    const page = await browser.newPage(screen)
    await page.goto(`${admin.url}/admin`)
    await page.getByLabel('API key').waitFor()
    expect(await seriousFaults(page), 'sign-in').toEqual([])
    await admin.signIn(page, 'admin')
    const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link')
    const titles = await links.allTextContents()
    expect(titles.length).toBeGreaterThanOrEqual(9)
    for (const title of titles) {
      await links.getByText(title, { exact: true }).click()
      await page.waitForFunction((text) => document.title.startsWith(`${text} `), title)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await settled(page)
      expect(await seriousFaults(page), title).toEqual([])
      expect(await overflowOf(page), `${title} is wider than the screen`).toBeLessThanOrEqual(0)
    }
    expect(page.faults).toEqual([])
  })

  test.each(screens)('the same holds of what pages show besides, on %s', async (_, screen) => {
    const page = await browser.newPage(screen)
    await admin.signIn(page, 'admin')
    for (const view of views) {
      await page.goto(`${admin.url}/admin/${view}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await settled(page)
      expect(await seriousFaults(page), view).toEqual([])
      expect(await overflowOf(page), `${view} is wider than the screen`).toBeLessThanOrEqual(0)
    }
    expect(page.faults).toEqual([])
  })
})
