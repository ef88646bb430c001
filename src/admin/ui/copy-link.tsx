import { Button } from './button.tsx'
import { useToasts } from './toasts.tsx'

/** Copies the address, which holds all of the page's state. */
export function CopyLink() {
  const toasts = useToasts()
  const copy = () =>
    navigator.clipboard.writeText(location.href).then(
      () => toasts.say('Link copied: it shows exactly this.'),
      () => toasts.fail('The browser does not let this page copy; the address bar has the link.'),
    )
  return <Button onClick={copy}>Copy link</Button>
}
