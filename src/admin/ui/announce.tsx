import { useEffect, useState } from 'react'

/** Says `words` to screen readers when they change; nobody sees it. */
export function Announce({ words }: { words: string }) {
  const [said, setSaid] = useState('')
  // A region that comes with its text is not read; one whose text changes is.
  useEffect(() => {
    const timer = setTimeout(() => setSaid(words), 300)
    return () => clearTimeout(timer)
  }, [words])
  return (
    <p className="visually-hidden" role="status">
      {said}
    </p>
  )
}
