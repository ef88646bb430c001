import { useEffect } from 'react'
import { useSession } from '../api/session.tsx'
import { pages } from '../pages/registry.ts'
import { hrefOf, navigate, usePlace } from '../router/location.ts'
import { ConnectionBanner } from './connection-banner.tsx'
import { Navigation } from './navigation.tsx'
import { PageView } from './page-view.tsx'
import './shell.css'

/** What stands around every page: the way to the others, who one is, and whether the service is there. */
export function Shell() {
  const { can } = useSession()
  const { page } = usePlace()
  const offered = pages.filter(({ needs }) => can(needs))
  const first = offered[0]
  const entry = offered.find(({ path }) => path === page)

  useEffect(() => {
    if (page === '' && first) navigate(hrefOf(first.path), 'replace')
  }, [page, first])

  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <Navigation pages={offered} current={entry} />
      <main id="main" className="main" tabIndex={-1}>
        <ConnectionBanner />
        {page !== '' && <PageView entry={entry} />}
      </main>
    </div>
  )
}
