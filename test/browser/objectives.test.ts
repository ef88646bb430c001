import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { openAdminService } from '../support/admin-page.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'

describeInBrowser('Objectives', async () => {
  const [admin, browser] = await Promise.all([openAdminService(), openBrowser()])
  const opened = async (path: string) => {
    const page = await browser.newPage()
    await admin.signIn(page, 'analyst', path)
    return page
  }
  const underWay = async () => {
    const headers = { 'X-API-Key': admin.keys.analyst }
    const answer = await fetch(`${admin.url}/v1/admin/analyses`, { headers })
    return ((await answer.json()) as { items: { kind: string }[] }).items
  }
  /** The names and ids of some restaurants. */
  const restaurants = async () => {
    const headers = { 'X-API-Key': admin.keys.analyst }
    const answer = await fetch(`${admin.url}/v1/admin/restaurants?limit=50`, { headers })
    return ((await answer.json()) as { items: { id: string; name: string }[] }).items
  }

  test('one list is taken apart, and the point on a weight says who moves where', async () => {
    const page = await opened('/admin/objectives?open=0&profile=sales')
    await page.getByRole('table', { name: 'Each objective left out' }).waitFor()
    await page.getByRole('button', { name: 'Moves without Revenue' }).click()
    await page.getByRole('slider', { name: 'Weight on Revenue' }).fill('100')
    await page.waitForURL(/point=100/)
    await page.getByRole('heading', { name: 'Who moves where' }).waitFor()
    await expect
      .poll(() => page.locator('.bump-head').allTextContents())
      .toEqual(['As it is', 'Revenue at 100.0\u202f%'])
    expect(page.faults).toEqual([])
  })

  test('past lists are taken apart with intervals, and saved as rows', async () => {
    const page = await opened('/admin/objectives?on=sample&size=20&source=orders&profile=sales')
    const leftOut = page.getByRole('table', { name: 'Each objective left out' })
    const row = leftOut.getByRole('row', { name: /^Revenue/ })
    expect(await row.textContent()).toMatch(/\[.+, .+\]/)
    await page.getByRole('figure', { name: 'Expected orders, without each' }).waitFor()
    await row.getByRole('button', { name: 'Sweep Revenue' }).click()
    await page.getByRole('figure', { name: 'Change in expected orders as Revenue takes more' }).waitFor()
    await page.getByRole('table', { name: 'What one per cent more costs' }).waitFor()
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV', exact: true }).first().click(),
    ])
    expect(saved.suggestedFilename()).toBe('shift-sample.csv')
    const [head, ...rows] = (await readFile(await saved.path(), 'utf8')).trim().split('\r\n')
    expect(head).toBe('list,objective,share,kind,measure,mean,low,high,from,to,requests')
    expect(rows.length).toBeGreaterThan(50)
    expect(page.faults).toEqual([])
  })

  test('long work says how far it is, and is given up by the service too', async () => {
    const page = await opened('/admin/objectives?on=sample&size=500&source=orders&profile=sales')
    await page.getByRole('progressbar', { name: 'Taking 500 past lists apart' }).waitFor()
    await page.getByText(/^\d+ of \d+$/).waitFor()
    expect(await underWay()).toMatchObject([{ kind: 'shift' }])
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('Stopped before its end.').waitFor()
    await expect.poll(underWay).toEqual([])
    await page.getByRole('button', { name: 'Start again' }).click()
    await expect.poll(underWay).toMatchObject([{ kind: 'shift' }])
    // Leaving the page gives it up as well.
    await page.goto(`${admin.url}/admin/audit`)
    await expect.poll(underWay).toEqual([])
    expect(page.faults).toEqual([])
  })

  test('a restaurant that is missed is found by its name, with what would bring it in', async () => {
    const page = await opened('/admin/try?open=0')
    await page.locator('.list').waitFor()
    const shown = await page.locator('.list .list-name').allTextContents()
    const missed = (await restaurants()).find(({ name }) => !shown.some((each) => each.startsWith(name)))!
    const picker = page.getByRole('combobox', { name: 'Restaurant' })
    await picker.fill(missed.name.toUpperCase())
    await page.getByRole('option').filter({ hasText: missed.id }).click()
    await page.waitForURL(new RegExp(`missing=${missed.id}`))
    await page.getByText(/Others score higher|did not propose it|It cannot be shown/).waitFor()
    await expect.poll(() => picker.inputValue()).toBe(`${missed.name} (${missed.id})`)

    // One that is shown already.
    const first = (await restaurants()).find(({ name }) => shown.some((each) => each.startsWith(name)))
    if (first) {
      await page.goto(`${admin.url}/admin/try?open=0&missing=${first.id}`)
      await page.getByText(/^It is in the list, at place \d+\.$/).waitFor()
    }
    expect(page.faults).toEqual([])
  })

  test('why it is missed is asked over past requests too', async () => {
    const [one] = await restaurants()
    const page = await opened(
      `/admin/objectives?on=sample&size=10&source=orders&profile=sales&missing=${one!.id}`,
    )
    await page.getByText(/^Over 10 past requests/).waitFor()
    const panel = page.getByRole('region', { name: 'Why not this restaurant?' })
    expect(await panel.locator('.figure-value').count()).toBe(4)
    expect(page.faults).toEqual([])
  })
})
