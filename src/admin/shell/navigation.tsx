import { useSession } from '../api/session.tsx'
import type { PageEntry } from '../pages/registry.ts'
import { Link } from '../router/link.tsx'
import { Button } from '../ui/button.tsx'
import { Brand } from './brand.tsx'
import { ThemeSwitch } from './theme-switch.tsx'
import './navigation.css'

interface Props {
  readonly pages: readonly PageEntry[]
  readonly current: PageEntry | undefined
}

export function Navigation({ pages, current }: Props) {
  const { session, signOut } = useSession()
  return (
    <header className="navigation">
      <Brand />
      <nav aria-label="Pages">
        <ul className="navigation-pages">
          {pages.map(({ path, title }) => (
            <li key={path}>
              <Link to={path} aria-current={path === current?.path ? 'page' : undefined}>
                {title}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="navigation-foot">
        <ThemeSwitch />
        <p className="navigation-role">
          Signed in as <strong>{session.role}</strong>
        </p>
        <Button kind="quiet" onClick={() => signOut()}>
          Sign out
        </Button>
      </div>
    </header>
  )
}
