import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openAdminService } from '../support/admin-page.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'

const slider = (page: Page, name: string, value: number) =>
  page.getByRole('slider', { name, exact: true }).fill(String(value))

/** Gives the reason that the open dialog asks for, and goes on. */
async function confirm(page: Page, button: string, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  const go = dialog.getByRole('button', { name: button, exact: true })
  expect(await go.isDisabled()).toBe(true)
  await dialog.getByLabel('Reason').fill(reason)
  await go.click()
  await dialog.waitFor({ state: 'detached' })
}

describeInBrowser('Profiles', async () => {
  const [admin, browser] = await Promise.all([openAdminService(), openBrowser()])
  const opened = async (role: 'analyst' | 'manager' | 'admin', query = '') => {
    const page = await browser.newPage()
    await admin.signIn(page, role, `/admin/profiles?size=20${query}`)
    return page
  }
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(admin.url + path, {
      method,
      headers: { 'X-API-Key': admin.keys.admin, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return (await response.json()) as Record<string, unknown>
  }

  test('switching from ml-engineer to sales says what that does to relevance, revenue and time, before and after', async () => {
    await call('PUT', '/v1/profiles/default', { key: 'ml-engineer', reason: 'as it was' })
    const page = await opened('manager')
    await page.getByText('against ml-engineer').waitFor()
    await page.getByRole('button', { name: 'Serve sales to everybody' }).click()
    const dialog = page.getByRole('dialog', { name: 'Serve sales to everybody?' })
    await dialog.getByText(/On past requests: .*relevance, .*revenue, /).waitFor()
    await confirm(page, 'Serve sales', 'more fee for as much relevance')
    const after = page.getByText(/Since the switch from ml-engineer: .*relevance, .*revenue, /)
    const words = await after.textContent()
    expect(words).toMatch(
      /relevance, .*revenue, (answers .*ms (faster|slower)|(no clear|as good as no) change in time)/,
    )
    await page.getByText('“more fee for as much relevance”').waitFor()
    await expect.poll(() => page.locator('.figure-value').count()).toBe(5)
    const list = await call('POST', '/v1/recommendations', {})
    expect(list).toMatchObject({ profile: { key: 'sales' } })
    expect(page.faults).toEqual([])
  })

  test('an edited draft is held against what is live, published with a reason, and reverted', async () => {
    const page = await opened('manager', '&key=sales&tab=edit')
    await slider(page, 'Revenue', 20)
    await slider(page, 'Wait', 30)
    await page.getByText(/with the live lists/).waitFor()
    await page.getByRole('button', { name: 'Add a rule' }).click()
    await page.getByRole('button', { name: 'Save draft' }).click()
    await page.getByText(/marked below/).waitFor()
    const owner = page.getByRole('textbox', { name: 'Owner' })
    expect(await owner.getAttribute('aria-invalid')).toBe('true')
    await page.getByRole('button', { name: 'Remove rule' }).click()
    await page.getByRole('button', { name: 'Save draft' }).click()
    await page.getByText('The draft is saved').waitFor()

    await page.getByText('Preview', { exact: true }).click()
    await page.getByRole('heading', { name: 'What it would have changed' }).waitFor()
    await page.getByRole('table', { name: 'Exposure of groups' }).waitFor()
    await page.getByText('The log cannot tell', { exact: true }).waitFor()

    await page.getByRole('button', { name: 'Publish…' }).click()
    await page.getByRole('dialog').getByText('Weight of Wait').waitFor()
    await confirm(page, 'Publish', 'guests wait too long')
    await page.getByText('sales is at revision 2 now.').waitFor()

    await page.getByText('History', { exact: true }).click()
    await page.getByRole('cell', { name: 'guests wait too long' }).waitFor()
    await page.getByRole('table', { name: /What differs from 1 to 2/ }).waitFor()
    await page.getByRole('button', { name: 'Revert to revision 1' }).click()
    await confirm(page, 'Revert', 'orders fell')
    await page.getByText('restores 1').waitFor()
    const { live } = (await call('GET', '/v1/profiles/sales')) as { live: object }
    expect(live).toMatchObject({ revision: 3, revertsTo: 1, reason: 'orders fell' })
    expect(page.faults).toEqual([])
  })

  test('a profile is begun as a copy of another, held against what is served, and published with a reason', async () => {
    const page = await opened('manager')
    await page.getByRole('button', { name: 'New profile' }).click()
    const dialog = page.getByRole('dialog', { name: 'New profile' })
    await dialog.getByLabel('Key').fill('sales')
    await dialog.getByText('is taken by another profile').waitFor()
    await dialog.getByLabel('Key').fill('Late night')
    await dialog.getByLabel('Stakeholder').fill('Growth')
    await dialog.getByLabel('As a copy of').selectOption('ml-platform')
    await dialog.getByRole('button', { name: 'Make the draft' }).click()
    await dialog
      .getByText(/lower-case letters, digits and hyphens/)
      .and(dialog.locator('.field-error'))
      .waitFor()
    await dialog.getByLabel('Key').fill('late-night')
    await dialog.getByRole('button', { name: 'Make the draft' }).click()
    await page.waitForURL(/key=late-night/)
    await page.getByText('never published').waitFor()
    await page.getByText('Preview', { exact: true }).click()
    await page.getByText(/The draft against .*, which is served/).waitFor()
    await page.getByRole('button', { name: 'Publish…' }).click()
    await confirm(page, 'Publish', 'for those who are up late')
    await page.getByText('late-night is at revision 1 now.').waitFor()
    const { live } = (await call('GET', '/v1/profiles/late-night')) as {
      live: { reason: string; settings: { stakeholder: string; modelChannel: string } }
    }
    expect(live.reason).toBe('for those who are up late')
    expect(live.settings).toMatchObject({ stakeholder: 'Growth', modelChannel: 'stable' })
    expect(page.faults).toEqual([])
  })

  test('a profile that was only begun goes with its draft', async () => {
    const { settings } = (await call('GET', '/v1/profiles/product'))['live'] as { settings: object }
    await call('PUT', '/v1/profiles/never-mind/draft', settings)
    const page = await opened('manager', '&key=never-mind&tab=edit')
    await page.getByRole('button', { name: 'Discard draft' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Discard', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Profiles' }).waitFor()
    expect(await call('GET', '/v1/profiles/never-mind')).toMatchObject({ code: 'profile-not-found' })
    expect(page.faults).toEqual([])
  })

  test('an experiment is planned between profiles and a model, with unequal shares, started and stopped with reasons', async () => {
    const page = await opened('manager', '&view=experiments')
    await page.getByText('There was no experiment yet').waitFor()
    await page.getByRole('button', { name: 'Plan it' }).click()
    await page.getByText('is empty').first().waitFor()
    await page.getByLabel('Key').fill('dearer-places')
    await page.getByLabel('Owner').fill('Sales')
    await page.getByLabel('What you expect').fill('More fee.')
    await page.getByLabel('Control', { exact: true }).selectOption('ml-engineer')
    await page.getByLabel('Variant 2', { exact: true }).selectOption('sales')
    await page.getByRole('button', { name: 'Add a variant' }).click()
    await page.getByLabel('Variant 3', { exact: true }).selectOption('ml-engineer')
    await page.getByLabel('Model of variant 3').selectOption({ index: 1 })
    await page.getByRole('slider', { name: 'Guests who get the control' }).fill('100')
    await page.getByLabel('Guardrail 1').selectOption('revenue')
    await page.getByRole('button', { name: 'Add a guardrail' }).click()
    await page.getByRole('button', { name: 'Plan it' }).click()
    await page.getByRole('button', { name: 'Start…' }).click()
    await confirm(page, 'Start', 'agreed on Monday')
    await page.getByText('as planned', { exact: true }).waitFor()
    await page.getByRole('table', { name: 'How the guardrails stand' }).waitFor()
    const { settings } = (await call('GET', '/v1/admin/experiments/dearer-places')) as {
      settings: { variants: { key: string; share: number; modelVersion?: string }[]; guardrails: object[] }
    }
    expect(settings.variants.map(({ key, share }) => [key, share])).toEqual([
      ['ml-engineer', 0.5],
      ['sales', 0.25],
      ['ml-engineer-model', 0.25],
    ])
    expect(settings.variants[2]?.modelVersion).toMatch(/^\d{4}-/)
    expect(settings.guardrails).toEqual([
      { metric: 'revenue', harm: 'decrease', smallestHarm: 0.02 },
      { metric: 'orders', harm: 'decrease', smallestHarm: 0.02 },
    ])
    await page.getByRole('button', { name: 'Stop…' }).click()
    await confirm(page, 'Stop', 'enough')
    await page.getByText('“enough”').waitFor()
    expect(page.faults).toEqual([])
  })

  test('an analyst sees all of it, and is offered nothing that would change it', async () => {
    const page = await opened('analyst')
    await page
      .getByText(/Since the switch|changes are against/)
      .first()
      .waitFor()
    const buttons = (name: string | RegExp) => page.getByRole('button', { name }).count()
    expect(await buttons(/Serve|New profile/)).toBe(0)
    await page.getByRole('link', { name: 'sales' }).click()
    await page.getByRole('heading', { name: /^Live: revision/ }).waitFor()
    expect(await page.getByText('Edit', { exact: true }).count()).toBe(0)
    await page.getByText('History', { exact: true }).click()
    await page.getByRole('table', { name: /Revisions of sales/ }).waitFor()
    expect(await buttons(/Revert|Publish|Discard|Save/)).toBe(0)
    await page.goto(`${admin.url}/admin/profiles?key=sales&tab=edit`)
    await page.getByRole('heading', { name: /^Live: revision/ }).waitFor()
    await page.goto(`${admin.url}/admin/profiles?view=experiments&experiment=dearer-places`)
    await page.getByRole('heading', { name: 'What it found' }).waitFor()
    expect(await buttons(/Start|Stop|Plan/)).toBe(0)
    expect(page.faults).toEqual([])
  })
})
