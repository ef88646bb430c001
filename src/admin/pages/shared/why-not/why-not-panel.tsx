import type { SampledWhyNot, WhyNotReport, WhyNotRequest } from '../../../../client/index.ts'
import { useSession } from '../../../api/session.tsx'
import { useQuery } from '../../../api/use-query.ts'
import { Announce } from '../../../ui/announce.tsx'
import { ExportButtons } from '../../../ui/export-buttons.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { QueryView } from '../../../ui/states.tsx'
import { UnderWay } from '../../../ui/under-way.tsx'
import { OneResult } from './one-result.tsx'
import { RestaurantPicker } from './restaurant-picker.tsx'
import { WhyNotSampleResult } from './sample-result.tsx'

interface Props {
  /** the id of a restaurant; empty: none was asked about */
  readonly restaurant: string
  readonly onChange: (restaurant: string) => void
  /** the request or the sample, and who ranks; null: not yet known */
  readonly asked: Omit<WhyNotRequest, 'restaurantId' | 'format'> | null
}

/** Asks about a restaurant that is not where somebody expects it: where it stands, and what would bring it in. */
export function WhyNotPanel({ restaurant, onChange, asked }: Props) {
  const { client } = useSession()
  const body = asked && restaurant !== '' ? { ...asked, restaurantId: restaurant } : null
  const query = useQuery('POST /v1/admin/objectives/why-not', body && { body }, { debounceMs: 150 })
  const isSample = asked?.sample !== undefined
  // Of another restaurant the answer says nothing of this one.
  const data = query.data?.restaurant.id === restaurant ? query.data : undefined
  return (
    <Panel
      title="Why not this restaurant?"
      hint={
        isSample
          ? 'How often past lists had it, why not, and what alone would have brought it in.'
          : 'Where it stands, and the smallest change that brings it into the list.'
      }
      actions={
        body &&
        data && (
          <ExportButtons
            name={isSample ? 'why-not-sample' : 'why-not'}
            load={(format) => client.text('POST /v1/admin/objectives/why-not', { body: { ...body, format } })}
          />
        )
      }
    >
      <div className="stack">
        <RestaurantPicker restaurant={restaurant} name={data?.restaurant.name} onChange={onChange} />
        {body && (
          <>
            {isSample && (
              <UnderWay label="Ranking past requests, some hundreds of times each" query={query} />
            )}
            <QueryView query={{ ...query, data }}>{(report) => <Result report={report} />}</QueryView>
          </>
        )}
      </div>
    </Panel>
  )
}

function Result({ report }: { report: WhyNotReport | SampledWhyNot }) {
  return 'requests' in report ? (
    <>
      <Announce words={`Asked over ${report.requests} past requests.`} />
      <WhyNotSampleResult report={report} />
    </>
  ) : (
    <>
      <Announce words={report.status === 'listed' ? 'It is in the list.' : 'It is not in the list.'} />
      <OneResult report={report} />
    </>
  )
}
