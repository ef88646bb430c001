import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openAdminService } from '../support/admin-page.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'

/** The names in the list, once it stands still. */
async function listOf(page: Page): Promise<string[]> {
  await page.waitForFunction(
    () => document.querySelector('.list') && !document.querySelector('.query-refreshing'),
  )
  return page.locator('.list .list-name').allTextContents()
}

/** As with a finger or an arrow key: the value, and what React hears of it. */
const moveSlider = (page: Page, name: string, value: number) =>
  page.getByRole('slider', { name, exact: true }).fill(String(value))

describeInBrowser('Try', async () => {
  const [admin, browser] = await Promise.all([openAdminService(), openBrowser()])
  const opened = async (role: 'analyst' | 'manager', query = '') => {
    const page = await browser.newPage()
    await admin.signIn(page, role, `/admin/try?open=0${query}`)
    return page
  }

  test('a guest is found by the beginning of an id, and the list is theirs', async () => {
    const page = await opened('analyst')
    const before = await listOf(page)
    expect(before.length).toBeGreaterThan(0)
    const guest = page.getByRole('combobox', { name: 'Guest' })
    await guest.fill('u-0')
    await page.getByRole('option').first().waitFor()
    await guest.press('ArrowDown')
    await guest.press('Enter')
    await page.waitForURL(/user=u-0/)
    await expect.poll(() => guest.inputValue()).toMatch(/^u-0/)
    expect((await listOf(page)).length).toBeGreaterThan(0)
    expect(page.faults).toEqual([])
  })

  test('a page that is opened without anything begins with a guest, and is for somebody new when that is asked', async () => {
    const page = await browser.newPage()
    await admin.signIn(page, 'analyst', '/admin/try')
    await page.waitForURL(/user=u-/)
    const guest = page.getByRole('combobox', { name: 'Guest' })
    await expect.poll(() => guest.inputValue()).toMatch(/^u-/)
    await guest.fill('')
    await guest.press('Enter')
    await page.waitForURL((url) => !url.search.includes('user='))
    await page.getByText('Ordered lately:').waitFor()
    expect(await guest.inputValue()).toBe('')
    expect(page.faults).toEqual([])
  })

  test('moving a slider moves the list, its totals and the bump chart at once, and the address says it all', async () => {
    const page = await opened('analyst')
    const before = await listOf(page)
    expect(await page.locator('.bump').count()).toBe(0)
    await moveSlider(page, 'Wait', 100)
    await moveSlider(page, 'Relevance', 0)
    await page.locator('.bump').waitFor()
    const after = await listOf(page)
    expect(after).not.toEqual(before)
    await expect.poll(() => page.locator('.bump-line').count()).toBeGreaterThanOrEqual(10)
    expect(await page.locator('.figure-more').first().textContent()).toMatch(/[+−0]/)

    const other = await opened('analyst')
    await other.goto(page.url())
    expect(await listOf(other)).toEqual(after)

    await page.getByRole('button', { name: 'Put back' }).click()
    await page.locator('.bump').waitFor({ state: 'detached' })
    expect(await listOf(page)).toEqual(before)
    expect(page.faults).toEqual([])
  })

  test('a floor for new places can be set, and taken away', async () => {
    const page = await opened('analyst', '&profile=ml-engineer')
    await listOf(page)
    await page.getByRole('button', { name: 'Add a floor' }).click()
    await moveSlider(page, 'New places', 0.4)
    await page.waitForURL(/floors=.*minShare%22%3A0.4/)
    await listOf(page)
    await page.getByRole('button', { name: 'Remove the floor for New places' }).click()
    await listOf(page)
    expect(page.faults).toEqual([])
  })

  test('what was moved can be kept as a draft by a manager, and is not offered to an analyst', async () => {
    const moved = '&profile=sales&weights=relevance:50,revenue:50,margin:0,wait:0,latency:0'
    const analyst = await opened('analyst', moved)
    await listOf(analyst)
    expect(await analyst.getByRole('button', { name: 'Keep as draft' }).count()).toBe(0)
    const manager = await opened('manager', moved)
    await listOf(manager)
    await manager.getByRole('button', { name: 'Keep as draft' }).click()
    await manager.getByText('Kept as the draft of sales').waitFor()
    const answer = await fetch(`${admin.url}/v1/profiles/sales`, {
      headers: { 'X-API-Key': admin.keys.admin },
    })
    const { draft } = (await answer.json()) as { draft: { settings: { weights: object } } }
    expect(draft.settings.weights).toMatchObject({ relevance: 50, revenue: 50 })
  })

  test('a profile is held against the one that is served, until something moves', async () => {
    const page = await opened('analyst', '&profile=manager')
    const heads = () => page.locator('.bump-head').allTextContents()
    await expect.poll(heads).toEqual(['product', 'manager'])
    await moveSlider(page, 'Relevance', 60)
    await expect.poll(heads).toEqual(['manager, published', 'manager, moved'])
  })

  test('another profile is served to everybody after its effect was seen, with a reason', async () => {
    const page = await opened('manager', '&profile=sales')
    await listOf(page)
    await page.locator('.bump').waitFor()
    await page.getByRole('button', { name: 'Serve to everybody' }).click()
    const dialog = page.getByRole('dialog', { name: 'Serve sales to everybody?' })
    const confirm = dialog.getByRole('button', { name: 'Serve sales' })
    expect(await confirm.isDisabled()).toBe(true)
    await dialog.getByLabel('Reason').fill('more fee for as much relevance')
    await confirm.click()
    await page.getByText('sales is served now.').waitFor()
    await page.getByRole('button', { name: 'Serve to everybody' }).waitFor({ state: 'detached' })
    const answer = await fetch(`${admin.url}/v1/recommendations`, {
      method: 'POST',
      headers: { 'X-API-Key': admin.keys.app, 'Content-Type': 'application/json' },
      body: '{}',
    })
    expect(await answer.json()).toMatchObject({ profile: { key: 'sales' } })
  })
})
