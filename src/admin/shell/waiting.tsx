import { ConnectionBanner } from './connection-banner.tsx'
import './shell.css'

/** While the service is asked whose key this is. */
export const Waiting = () => (
  <main className="door">
    <div>
      <ConnectionBanner />
      <p className="soft">Signing in …</p>
    </div>
  </main>
)
