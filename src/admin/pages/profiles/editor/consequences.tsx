import { useMemo } from 'react'
import type { ProfileSettings } from '../../../../client/index.ts'
import { ProblemError } from '../../../../client/index.ts'
import { useQuery } from '../../../api/use-query.ts'
import { formatValue } from '../../../text/format.ts'
import { Announce } from '../../../ui/announce.tsx'
import { Measure } from '../../../ui/measure.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Progress } from '../../../ui/progress.tsx'
import { Failure } from '../../../ui/states.tsx'
import { asSampled } from '../../shared/use-standing.ts'
import { pathInWords } from '../diff-words.ts'
import { heldAgainst, inWords } from '../held-figures.ts'
import { HeldFigures } from '../held-figures.tsx'

interface Props {
  /** what the settings are held against: the profile as it is live */
  readonly profileKey: string | undefined
  readonly settings: ProfileSettings
  readonly isChanged: boolean
}

/** What is filled in half way is no failure: it says what is missing, and goes on by itself. */
function Faulty({ error }: { error: Error }) {
  if (!(error instanceof ProblemError) || error.fields.length === 0) return <Failure error={error} />
  return (
    <div className="soft">
      <p>Not yet, since something is missing or wrong:</p>
      <ul className="consequences-faults small">
        {error.fields.map(({ path, message }) => (
          <li key={path}>
            {pathInWords(path.replace(/^sides\.1\.settings\./, ''))} {message}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Few, so that an answer comes while one moves a slider. */
const size = 50

/** What the settings in the form would change, while they are edited. */
export function Consequences({ profileKey, settings, isChanged }: Props) {
  const input = useMemo(
    () =>
      profileKey === undefined || !isChanged
        ? null
        : {
            body: {
              sample: { size },
              sides: [
                { profile: profileKey, name: `${profileKey}, live` },
                { settings, name: 'draft' },
              ],
            },
          },
    [profileKey, settings, isChanged],
  )
  const query = asSampled(useQuery('POST /v1/admin/objectives/compare', input, { debounceMs: 400 }))
  const { data, error, isLoading, isRefreshing } = query
  const held = data && heldAgainst(data, `${profileKey}, live`, 'draft')
  const overlap = data?.sides[1]?.agreement.overlap?.mean
  return (
    <Panel
      title="What it would change"
      hint={`Against ${profileKey} as it is live, on ${size} past requests.`}
    >
      <div className="stack">
        {(isLoading || isRefreshing) && <Progress label="Ranking past requests" share={null} />}
        {!isChanged && <p className="soft">Nothing yet: the form says what is live. Move something.</p>}
        {error && <Faulty error={error} />}
        {isChanged && held && (
          <>
            <Announce words={`${inWords(held)}.`} />
            <p>
              <strong>{inWords(held)}.</strong>{' '}
              <span className="soft">
                <Measure name="overlap" /> with the live lists: {formatValue(overlap, 'share')}.
              </span>
            </p>
            <HeldFigures held={held} />
          </>
        )}
      </div>
    </Panel>
  )
}
