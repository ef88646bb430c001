import { expect, test } from 'vitest'
import { openAdminService } from '../support/admin-page.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'

describeInBrowser('Health and Fairness', async () => {
  const [admin, browser] = await Promise.all([openAdminService(), openBrowser()])
  const opened = async (path: string) => {
    const page = await browser.newPage()
    await admin.signIn(page, 'analyst', path)
    return page
  }
  const recommend = () =>
    fetch(`${admin.url}/v1/recommendations`, {
      method: 'POST',
      headers: { 'X-API-Key': admin.keys.app, 'Content-Type': 'application/json' },
      body: '{"userId":"u-00001"}',
    }).then((answer) => answer.text())

  test('time, plans, load and batching are shown, and follow what is asked', async () => {
    for (let n = 0; n < 3; n++) await recommend()
    const page = await opened('/admin/health?live=0')
    await page.getByText('All is well').first().waitFor()
    await page.getByText('and not refreshed by itself').waitFor()
    const routes = page.getByRole('table', { name: 'Latency of each route' })
    const row = routes.getByRole('row', { name: /POST \/v1\/recommendations/ })
    await row.waitFor()
    expect(await row.getByRole('cell').first().textContent()).toBe('3')
    await page.getByRole('table', { name: 'Plans that answered' }).waitFor()
    await page.getByRole('table', { name: 'Look-ups by how many guests they carry' }).waitFor()
    await recommend()
    await page.getByRole('button', { name: 'Refresh', exact: true }).click()
    await row.getByRole('cell', { name: '4', exact: true }).first().waitFor()
    expect(page.faults).toEqual([])
  })

  test('batching is measured when an administrator asks, and nobody else is offered that', async () => {
    const page = await browser.newPage()
    await admin.signIn(page, 'admin', '/admin/health?live=0')
    await page.getByRole('button', { name: 'Measure now' }).click()
    await page.getByText('Batching is measured.').waitFor()
    const sizes = page.getByRole('table', { name: 'As measured, by guests in a statement' })
    await sizes.getByRole('row', { name: /^64 / }).waitFor()
    await page.getByRole('figure', { name: 'Latency against throughput' }).waitFor()
    const analyst = await opened('/admin/health?live=0')
    await analyst.getByRole('table', { name: 'As measured, by guests in a statement' }).waitFor()
    expect(await analyst.getByRole('button', { name: 'Measure now' }).count()).toBe(0)
    expect(page.faults).toEqual([])
  })

  test('drift and data are shown with their thresholds, or say that there is no report yet', async () => {
    const page = await opened('/admin/health?view=data')
    await page.getByRole('heading', { name: 'Drift' }).waitFor()
    await page
      .getByText('There is no report yet')
      .or(page.getByRole('table', { name: 'Drift checks, the most urgent first' }))
      .first()
      .waitFor()
    await page.getByText('Quarantined rows', { exact: true }).click()
    await page.waitForURL(/view=quarantine/)
    const reasons = page.getByRole('table', { name: 'Quarantined rows by source and reason' })
    await reasons.waitFor()
    const rows = page.getByRole('table', { name: 'Quarantined rows, the newest first' })
    await rows.waitFor()
    await page.getByLabel('Source', { exact: true }).selectOption({ index: 1 })
    await page.waitForURL(/source=/)
    await rows.waitFor()
    expect(page.faults).toEqual([])
  })

  test('groups of restaurants are held against their shares, for two profiles beside each other', async () => {
    const page = await opened('/admin/fairness?size=50')
    const shares = page.getByRole('figure', { name: 'Share of attention' })
    await shares.waitFor()
    await page.getByRole('button', { name: 'Set another beside it' }).click()
    await page.getByLabel('Beside').selectOption('sales')
    await page.waitForURL(/sides=.*sales/)
    await shares.getByText('Figures').click()
    await shares.getByRole('columnheader', { name: 'sales' }).waitFor()
    const cheap = shares.getByRole('row', { name: /^Price level 1/ })
    expect(await cheap.textContent()).toMatch(/\[.+, .+\]/)
    await page.getByText('Independents', { exact: true }).click()
    await shares.getByRole('row', { name: /^Independent/ }).waitFor()
    await page.getByRole('figure', { name: 'Expected orders of a list' }).waitFor()
    expect(page.faults).toEqual([])
  })

  test('a service that goes away is told, what was known stays, and it goes on when it is back', async () => {
    const page = await opened('/admin/health')
    await page.getByText('All is well').first().waitFor()
    await admin.stop()
    await page.getByText('It does not answer').first().waitFor()
    await page.getByText('Snapshot').waitFor()
    await admin.start()
    await page.getByText('All is well').first().waitFor()
    await page.getByText('The service does not answer').first().waitFor({ state: 'detached' })
    expect(page.faults).toEqual([])
  })
})
