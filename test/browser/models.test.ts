import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openAdminService } from '../support/admin-page.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'

describeInBrowser('Models', async () => {
  const [admin, browser] = await Promise.all([openAdminService(), openBrowser()])
  const opened = async (role: 'analyst' | 'manager' | 'admin', query = '') => {
    const page = await browser.newPage()
    await admin.signIn(page, role, `/admin/models${query}`)
    return page
  }
  const served = async (channel: string) => {
    const answer = await fetch(`${admin.url}/v1/admin/models`, {
      headers: { 'X-API-Key': admin.keys.analyst },
    })
    const { channels } = (await answer.json()) as {
      channels: { channel: string; version: string; pinned: boolean }[]
    }
    return channels.find((state) => state.channel === channel)
  }
  /** Without it the next model would be the same, bit for bit, and no version of its own. */
  const somebodyOrders = async () => {
    const headers = { 'X-API-Key': admin.keys.admin, 'Content-Type': 'application/json' }
    const some = async (path: string) => {
      const answer = await fetch(`${admin.url}${path}?limit=10`, { headers })
      const { items } = (await answer.json()) as { items: { id: string }[] }
      return items.map(({ id }) => id)
    }
    // Several, since who opted out teaches nothing.
    const [users, restaurants] = [await some('/v1/admin/users'), await some('/v1/restaurants')]
    const interactions = users.map((userId, n) => ({
      id: `i-test-${n}`,
      type: 'order',
      userId,
      restaurantId: restaurants[n % restaurants.length]!,
      at: new Date().toISOString(),
      amount: 20,
    }))
    const body = JSON.stringify({ interactions })
    const answer = await fetch(`${admin.url}/v1/interactions`, { method: 'POST', headers, body })
    expect(answer.ok).toBe(true)
  }
  const versions = (page: Page) => page.getByRole('table', { name: 'Versions, the newest first' })

  test('training is started, shows how far it is, and leads to a version that is served', async () => {
    await somebodyOrders()
    const page = await opened('admin')
    await versions(page).waitFor()
    const before = await served('latest')
    await page.getByRole('button', { name: 'Train a model' }).click()
    const dialog = page.getByRole('dialog', { name: 'Train a model' })
    await dialog.getByLabel('By force').check()
    expect(await dialog.getByRole('button', { name: 'Start training' }).isDisabled()).toBe(true)
    await dialog.getByLabel('By force').uncheck()
    await dialog.getByLabel('Reason').fill('a new district')
    await dialog.getByRole('button', { name: 'Start training' }).click()
    await page.waitForURL(/run=\d+/)
    await page.getByRole('progressbar').waitFor()
    await page.getByRole('heading', { name: 'A new version was made' }).waitFor({ timeout: 45_000 })
    const link = page.getByRole('link', { name: /^\d{4}-\d\d-\d\dT/ })
    const version = await link.textContent()
    expect(version).not.toBe(before?.version)
    expect((await served('latest'))?.version).toBe(version)
    await page.getByRole('heading', { name: 'Gate' }).waitFor()

    await link.click()
    await page.getByRole('heading', { level: 1, name: version! }).waitFor()
    await page.getByRole('figure', { name: 'NDCG@10, all orders' }).waitFor()
    await page.getByRole('figure', { name: /Share that was ordered against what was predicted/ }).waitFor()
    const measures = page.getByRole('table', { name: 'All measures, all orders' })
    expect(await measures.getByRole('row', { name: /^Decayed frequency/ }).textContent()).toMatch(
      /\[.+, .+\]/,
    )
    expect(page.faults).toEqual([])
  })

  test('a version is promoted and pinned with a reason, and rolled back', async () => {
    const page = await opened('admin')
    await versions(page).waitFor()
    const [latest, stable] = [await served('latest'), await served('stable')]
    expect(latest?.version).not.toBe(stable?.version)

    await versions(page)
      .getByRole('button', { name: `Promote ${latest!.version}` })
      .click()
    const dialog = page.getByRole('dialog', { name: `Promote ${latest!.version}?` })
    const confirm = dialog.getByRole('button', { name: 'Promote to stable' })
    expect(await confirm.isDisabled()).toBe(true)
    await dialog.getByLabel('Reason').fill('better for two weeks')
    await dialog.getByLabel(/Keep it there/).check()
    await confirm.click()
    const channel = page.getByRole('listitem', { name: 'stable' })
    await channel.getByText(latest!.version).waitFor()
    await channel.getByText('pinned').waitFor()
    expect(await served('stable')).toMatchObject({ version: latest!.version, pinned: true })

    await channel.getByRole('button', { name: 'Roll back' }).click()
    const back = page.getByRole('dialog', { name: 'Roll stable back?' })
    await back.getByLabel('Reason').fill('fewer orders since')
    await back.getByRole('button', { name: 'Roll back' }).click()
    // The version it goes back to is named before as well; what is pinned goes only by rolling back.
    await channel.getByText('pinned').waitFor({ state: 'hidden' })
    await channel.getByText(stable!.version).waitFor()
    expect(await served('stable')).toMatchObject({ version: stable!.version, pinned: false })
    expect(page.faults).toEqual([])
  })

  test('a run is stopped, and says so', async () => {
    const page = await opened('admin')
    await page.getByRole('button', { name: 'Train a model' }).click()
    const dialog = page.getByRole('dialog', { name: 'Train a model' })
    await dialog.getByLabel('Look for better settings first').selectOption('for a minute')
    await dialog.getByRole('button', { name: 'Start training' }).click()
    await page.getByRole('button', { name: 'Cancel the run' }).click()
    await page.getByRole('heading', { name: 'It was stopped; nothing of it is kept' }).waitFor()
    await page.getByRole('link', { name: 'All training runs' }).click()
    await page
      .getByRole('row', { name: /cancelled/ })
      .first()
      .waitFor()
    expect(page.faults).toEqual([])
  })

  test('who may not decide is shown all and offered nothing', async () => {
    const page = await opened('manager')
    await versions(page).waitFor()
    await page.getByRole('listitem', { name: 'stable' }).waitFor()
    for (const name of ['Train a model', /^Promote/, /^Roll back/, /^Pin/]) {
      expect(await page.getByRole('button', { name }).count(), String(name)).toBe(0)
    }
    await page.goto(`${admin.url}/admin/models?version=nothing`)
    await page.getByText('There is no such model version').first().waitFor()
  })
})
