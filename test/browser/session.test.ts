import { expect, test } from 'vitest'
import { openAdminService } from '../support/admin-page.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'

describeInBrowser('who is there, and whether the service is', async () => {
  const [admin, browser] = await Promise.all([openAdminService(), openBrowser()])

  test('a key that is none, and one of the wrong role, are refused with the reason', async () => {
    const page = await browser.newPage()
    await page.goto(`${admin.url}/admin`)
    const signIn = async (key: string) => {
      await page.getByLabel('API key').fill(key)
      await page.getByRole('button', { name: 'Sign in' }).click()
    }
    await signIn('maitre_admin_nobody')
    await page.getByText('A valid API key is needed').waitFor()
    await signIn(admin.keys.app)
    await page.getByText(/The key's role is app; this route is for analyst, manager, admin/).waitFor()
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
  })

  test('signing in lasts for a reload, and ends with signing out', async () => {
    const page = await browser.newPage()
    await admin.signIn(page, 'analyst', '/admin/compare')
    await page.getByText('Signed in as analyst').waitFor()
    await page.reload()
    await page.getByText('Signed in as analyst').waitFor()
    expect(new URL(page.url()).pathname).toBe('/admin/compare')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('API key').waitFor()
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
    expect(page.faults).toEqual([])
  })

  test('colours are chosen by hand and kept', async () => {
    const page = await browser.newPage()
    await admin.signIn(page, 'analyst')
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await ground()
    await page.getByText('Dark', { exact: true }).click()
    await expect.poll(ground).not.toBe(light)
    await page.reload()
    await page.getByRole('navigation', { name: 'Pages' }).waitFor()
    await expect.poll(ground).not.toBe(light)
  })

  test('the pages are reached with the keyboard alone', async () => {
    const page = await browser.newPage()
    await admin.signIn(page, 'analyst')
    await page.keyboard.press('Tab')
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    for (let tabs = 0; tabs < 12 && (await focused()) !== 'Audit'; tabs++) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor()
  })

  test('a service that goes away is told, and what was missing comes when it is back', async () => {
    const page = await browser.newPage()
    await admin.signIn(page, 'analyst', '/admin/try?open=0')
    await page.locator('.list-row').first().waitFor()
    await admin.stop()
    await page.getByRole('slider', { name: 'Wait', exact: true }).fill('80')
    await page.getByText('The service does not answer. What you see may be old').waitFor()
    expect(await page.locator('.list-row').count()).toBeGreaterThan(0)
    await admin.start()
    await page.locator('.bump').waitFor()
    await page.getByText('The service does not answer').first().waitFor({ state: 'detached' })
    expect(page.faults).toEqual([])
  })
})
