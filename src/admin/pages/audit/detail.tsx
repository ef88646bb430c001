/** What else is known of an action: short things in a line, long ones to be opened. */
export function Detail({ of }: { of: unknown }) {
  if (of === null || of === undefined) return <span className="soft">–</span>
  const words = inWords(of)
  if (words !== null && words.length <= longestLine) return <span>{words}</span>
  return (
    <details>
      <summary>Show</summary>
      <pre className="small">{JSON.stringify(of, null, 2)}</pre>
    </details>
  )
}

const longestLine = 60

/** `channel stable, revision 2`: what is there of an object without depth; null: it has depth. */
function inWords(of: unknown): string | null {
  if (typeof of !== 'object' || of === null || Array.isArray(of)) return JSON.stringify(of)
  const told = Object.entries(of).filter(([, value]) => value !== null && !isEmptyList(value))
  if (told.some(([, value]) => typeof value === 'object' && !isFlatList(value))) return null
  const parts = told.map(([name, value]) => {
    const label = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    return `${label} ${Array.isArray(value) ? value.join(', ') : String(value)}`
  })
  return parts.length === 0 ? '–' : parts.join(' · ')
}

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0
const isFlatList = (value: unknown) => Array.isArray(value) && value.every((each) => typeof each !== 'object')
