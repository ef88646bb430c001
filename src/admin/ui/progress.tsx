import './progress.css'

interface Props {
  /** what is under way */
  readonly label: string
  /** 0 to 1; null: nobody knows how far */
  readonly share: number | null
  /** beside the label: a step, a count */
  readonly detail?: string
}

/** Long work under way. */
export function Progress({ label, share, detail }: Props) {
  return (
    <div className="progress">
      <p className="row small">
        <span>{label}</span>
        <span className="soft push number">
          {detail ?? (share === null ? '' : `${Math.round(share * 100)} %`)}
        </span>
      </p>
      <progress aria-label={label} max={1} value={share ?? undefined} />
    </div>
  )
}
