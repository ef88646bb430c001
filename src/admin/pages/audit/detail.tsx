/** What else is known of an action: short things in a line, long ones to be opened. */
export function Detail({ of }: { of: unknown }) {
  if (of === null || of === undefined) return <span className="soft">–</span>
  const line = JSON.stringify(of)
  if (line.length <= longestLine) return <code className="small">{line}</code>
  return (
    <details>
      <summary>Show</summary>
      <pre className="small">{JSON.stringify(of, null, 2)}</pre>
    </details>
  )
}

const longestLine = 60
