import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { openAdminService } from '../support/admin-page.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'

describeInBrowser('Compare', async () => {
  const [admin, browser] = await Promise.all([openAdminService(), openBrowser()])
  const opened = async (query: string) => {
    const page = await browser.newPage()
    await admin.signIn(page, 'analyst', `/admin/compare?${query}`)
    return page
  }

  test('two to five sides stand beside each other on one request, and one may be without a model', async () => {
    const page = await opened('open=0&sides=ml-engineer,manager')
    await page.locator('.rank').first().waitFor()
    await page.getByRole('button', { name: 'Add a side' }).click()
    await page.getByLabel('Model of side 3').selectOption('none')
    await page
      .getByRole('row', { name: /no model/ })
      .first()
      .waitFor()
    const places = page.getByRole('table', { name: 'Places of every restaurant on each side' })
    await expect.poll(() => places.getByRole('columnheader').count()).toBe(4)
    const pairs = page.getByRole('table', { name: 'How alike the lists are' })
    await expect.poll(() => pairs.getByRole('row').count()).toBe(1 + 3)
    await page.getByRole('button', { name: 'Remove side 3' }).click()
    await page.waitForURL((url) => !url.search.includes('none'))
    await page.getByRole('button', { name: 'Remove side 1' }).waitFor({ state: 'detached' })
    expect(page.faults).toEqual([])
  })

  test('past requests are compared with intervals, and saved as rows', async () => {
    const page = await opened('on=sample&size=50&sides=ml-engineer,manager')
    const figures = page.getByRole('table', { name: 'Figures of each side' })
    await figures.waitFor()
    expect(await figures.getByRole('row', { name: /^Revenue/ }).textContent()).toMatch(/\[.+, .+\]/)
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV', exact: true }).click(),
    ])
    expect(saved.suggestedFilename()).toBe('comparison-sample.csv')
    const [head, ...rows] = (await readFile(await saved.path(), 'utf8')).trim().split('\r\n')
    expect(head).toBe('side,kind,measure,mean,low,high')
    expect(rows.length).toBeGreaterThan(20)
    expect(page.faults).toEqual([])
  })

  test('a side that is none is told with its name, and mended in place', async () => {
    const page = await opened('open=0&sides=ml-engineer,nobody')
    await page.getByRole('alert').getByText('There is no such profile').waitFor()
    await page.getByLabel('Side 2', { exact: true }).selectOption('sales')
    await page.locator('.rank').first().waitFor()
    await page.getByRole('alert').waitFor({ state: 'detached' })
  })
})
