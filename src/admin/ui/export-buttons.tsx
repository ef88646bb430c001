import { useState } from 'react'
import { Button } from './button.tsx'
import { useToasts } from './toasts.tsx'

export type ExportFormat = 'csv' | 'ndjson'

interface Props {
  /** the file's name, without its ending */
  readonly name: string
  /** the rows as a text, as the service writes them */
  readonly load: (format: ExportFormat) => Promise<string>
}

const types = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const

/** Saves what is shown as rows, for spreadsheets and notebooks. */
export function ExportButtons({ name, load }: Props) {
  const toasts = useToasts()
  const [busy, setBusy] = useState<ExportFormat | null>(null)
  const save = async (format: ExportFormat) => {
    setBusy(format)
    try {
      saveText(`${name}.${format}`, types[format], await load(format))
    } catch (error) {
      toasts.fail(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(null)
    }
  }
  return (
    <>
      <Button isBusy={busy === 'csv'} onClick={() => void save('csv')}>
        CSV
      </Button>
      <Button isBusy={busy === 'ndjson'} onClick={() => void save('ndjson')}>
        NDJSON
      </Button>
    </>
  )
}

/** As if the text had been downloaded. */
function saveText(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
