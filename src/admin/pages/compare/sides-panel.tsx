import { useProfiles } from '../../api/use-profiles.ts'
import { useQuery } from '../../api/use-query.ts'
import { seriesColour } from '../../charts/series-colour.ts'
import { Button } from '../../ui/button.tsx'
import { Select, Swatch } from '../../ui/inputs.tsx'
import { Panel } from '../../ui/panel.tsx'
import { parseSide, writeSide } from '../shared/side.ts'
import { modelOptions, profileOptions, withOwn } from '../shared/side-options.ts'
import { fewestSides, mostSides } from './compare-state.ts'
import './sides-panel.css'

interface Props {
  readonly sides: readonly string[]
  readonly onChange: (sides: readonly string[]) => void
}

/** What is compared: two to five profiles, revisions, drafts, each with its model or another. */
export function SidesPanel({ sides, onChange }: Props) {
  const { profiles } = useProfiles()
  const models = useQuery('GET /v1/admin/models', { query: { limit: 20 } })
  const references = profileOptions(profiles?.all ?? [])
  const versions = modelOptions(models.data?.items ?? [])
  const unused = references.find(({ value }) => !sides.some((side) => parseSide(side).profile === value))
  return (
    <Panel title="Sides" hint="The first is what the others are held against.">
      <ol className="stack">
        {sides.map((text, index) => {
          const side = parseSide(text)
          const change = (patch: Partial<typeof side>) =>
            onChange(sides.with(index, writeSide({ ...side, ...patch })))
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: two sides may be alike for a moment
            <li key={index} className="side">
              {sides.length > fewestSides && (
                <Button
                  kind="quiet"
                  className="side-remove"
                  aria-label={`Remove side ${index + 1}`}
                  onClick={() => onChange(sides.filter((_, other) => other !== index))}
                >
                  Remove
                </Button>
              )}
              <Select
                label={
                  <>
                    <Swatch colour={seriesColour(index)} />
                    Side {index + 1}
                  </>
                }
                value={side.profile}
                onChange={(profile) => change({ profile })}
                options={withOwn(references, side.profile)}
              />
              <Select
                label={<span className="visually-hidden">Model of side {index + 1}</span>}
                value={side.model}
                onChange={(model) => change({ model })}
                options={withOwn(versions, side.model)}
              />
            </li>
          )
        })}
      </ol>
      {sides.length < mostSides && unused && (
        <Button className="side-add" onClick={() => onChange([...sides, unused.value])}>
          Add a side
        </Button>
      )}
    </Panel>
  )
}
