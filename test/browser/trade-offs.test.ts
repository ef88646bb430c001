import { expect, test } from 'vitest'
import { openAdminService } from '../support/admin-page.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'

interface Stored {
  readonly live: { readonly revision: number; readonly reason: string; readonly settings: Settings }
  readonly draft: { readonly settings: Settings } | null
}
interface Settings {
  readonly weights: Readonly<Record<string, number>>
  readonly latencyBudgetMs: number
}

describeInBrowser('Trade-offs', async () => {
  const [admin, browser] = await Promise.all([openAdminService(), openBrowser()])
  const opened = async (role: 'analyst' | 'manager', query: string) => {
    const page = await browser.newPage()
    await admin.signIn(page, role, `/admin/trade-offs?size=60${query}`)
    return page
  }
  const profile = async (key: string) => {
    const headers = { 'X-API-Key': admin.keys.admin }
    const response = await fetch(`${admin.url}/v1/profiles/${key}`, { headers })
    return (await response.json()) as Stored
  }

  test('a point of the frontier is picked, with its weights and totals, and kept as a draft', async () => {
    const page = await opened('manager', '&profile=sales')
    const slider = page.getByRole('slider', { name: /Along the frontier/ })
    await slider.waitFor()
    // A chart is drawn once its place has its width.
    await expect.poll(() => page.locator('.chart-place circle').count()).toBeGreaterThan(3)
    await slider.fill('3')
    await page.waitForURL(/point=3/)
    await page.getByRole('heading', { name: 'The point you picked' }).waitFor()
    await expect.poll(() => page.locator('.figure-value').count()).toBe(2)
    await page.getByRole('button', { name: 'Save as draft' }).click()
    await page.getByText('Saved as the draft of sales.').waitFor()
    const { draft, live } = await profile('sales')
    const { relevance = 0, revenue = 0 } = draft?.settings.weights ?? {}
    const share = `${(Math.round((1000 * relevance) / (relevance + revenue)) / 10).toFixed(1)}`
    await page.getByText(`Relevance ${share}\u202f%`).filter({ visible: true }).first().waitFor()
    expect(live.revision).toBe(1)
    expect(page.faults).toEqual([])
  })

  test('a point is picked in the plot too, and three objectives can be weighed', async () => {
    const page = await opened('analyst', '&profile=sales&third=margin&zoom=all')
    const dots = page.locator('.chart-place circle')
    await dots.first().waitFor()
    // The plot is drawn anew when the profiles' places on it are known, and then knows of no pointer.
    await page.locator('.chart-figures th', { hasText: /ml-engineer/ }).waitFor({ state: 'attached' })
    const picked = async () => {
      await dots.nth(2).hover({ force: true })
      await dots.nth(2).click({ force: true })
      return new URL(page.url()).search
    }
    await expect.poll(picked).toMatch(/point=/)
    await expect.poll(() => page.locator('.figure-value').count()).toBe(3)
    expect(page.faults).toEqual([])
  })

  test('a guardrail is solved in plain words, with its outcome elsewhere, and published with a reason', async () => {
    const page = await opened('manager', '&profile=sales&view=guardrails&size=120')
    await page.getByLabel('The most').selectOption('margin')
    await page.getByRole('button', { name: 'Remove the bound on New places' }).click()
    await page.getByRole('spinbutton', { name: /^NDCG@10 stays at least/ }).fill('90')
    await page.getByRole('spinbutton', { name: /^Time \(p95\)/ }).fill('500')
    await page.getByRole('button', { name: 'Solve' }).click()
    await page.getByText(/^solved$|no single weights/).waitFor()
    const held = page.getByRole('table', { name: 'What holds, and what it costs' })
    await expect.poll(() => held.getByRole('row').count()).toBe(2)
    const change = page.getByRole('table', { name: 'What it would bring' }).getByRole('cell').first()
    expect(await change.textContent()).toMatch(/\[.*,.*\]/)

    await page.getByRole('button', { name: 'Publish…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Publish this as sales?' })
    await dialog.getByLabel('Reason').fill('margin within nine tenths')
    await dialog.getByRole('button', { name: 'Publish' }).click()
    await page.getByText('sales is at revision 2 now.').waitFor()
    const { live } = await profile('sales')
    expect(live).toMatchObject({ revision: 2, reason: 'margin within nine tenths' })
    expect(live.settings.weights['margin']).toBeGreaterThan(0)
    expect(live.settings.latencyBudgetMs).toBeLessThanOrEqual(500)
    expect(page.faults).toEqual([])
  })

  test('what cannot be had together says what stands in the way and what can be had; an analyst is offered no draft', async () => {
    const bounds = JSON.stringify([
      { measure: 'ndcg', kind: 'best', value: 100 },
      { measure: 'revenue', kind: 'value', value: 1000 },
    ])
    const query = `&profile=ml-engineer&view=guardrails&solve=1&bounds=${encodeURIComponent(bounds)}`
    const page = await opened('analyst', query)
    await page.getByText('This cannot be had together').waitFor()
    await page.getByText(/Revenue was asked to reach 1,000/).waitFor()
    await page.goto(`${admin.url}/admin/trade-offs?size=60&point=2`)
    await page.getByRole('heading', { name: 'The point you picked' }).waitFor()
    expect(await page.getByRole('button', { name: /draft|Publish/ }).count()).toBe(0)
    expect(page.faults).toEqual([])
  })
})
