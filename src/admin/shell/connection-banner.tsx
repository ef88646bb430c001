import { useConnection } from '../api/connection.ts'

/** Says that the service is away, as long as it is. */
export function ConnectionBanner() {
  const connection = useConnection()
  return (
    <div role="status">
      {connection === 'away' && (
        <p className="banner">
          <span className="spinner" aria-hidden="true" />
          The service does not answer. What you see may be old; this page asks again by itself.
        </p>
      )}
    </div>
  )
}
