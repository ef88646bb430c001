import { SignedInProvider, useSessionState } from './api/session.tsx'
import { Shell } from './shell/shell.tsx'
import { SignIn } from './shell/sign-in.tsx'
import { Waiting } from './shell/waiting.tsx'
import { ToastPlace } from './ui/toasts.tsx'

/** Who is signed in decides what there is. */
export function App() {
  const session = useSessionState()
  return (
    <ToastPlace>
      {session.status === 'signed-out' && <SignIn words={session.words} signIn={session.signIn} />}
      {session.status === 'checking' && <Waiting />}
      {session.status === 'signed-in' && (
        <SignedInProvider value={session}>
          <Shell />
        </SignedInProvider>
      )}
    </ToastPlace>
  )
}
