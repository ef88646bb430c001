import type { AssumedEstimate, ProfileEstimate } from '../../../client/index.ts'
import { useQuery } from '../../api/use-query.ts'
import { formatInterval, formatValue, type Unit } from '../../text/format.ts'
import { Measure } from '../../ui/measure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Empty, QueryView } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'

interface Props {
  /** a profile, or `draft:key` */
  readonly reference: string
}

/** What the log says of a profile that nobody has seen, or why it cannot say it. */
export function EstimatePanel({ reference }: Props) {
  const query = useQuery('POST /v1/admin/profiles/estimate', { body: { profile: reference } })
  return (
    <Panel
      title="What the log says of it"
      hint={
        <>
          <Measure name="offPolicy" />: orders and money a list, from lists that were shown and what was
          ordered from them.
        </>
      }
    >
      <QueryView query={query}>{(estimate) => <Estimates estimate={estimate} />}</QueryView>
    </Panel>
  )
}

const assumptionWords: Readonly<Record<AssumedEstimate['assumption'], string>> = {
  'item-position': 'If a place’s orders depend on itself and its rank alone',
  cascade: 'If they also depend on what stands above',
  'whole-list': 'If they depend on the whole list',
}

function Estimates({ estimate }: { estimate: ProfileEstimate }) {
  const answered = estimate.assumed.filter(({ refusal }) => refusal === null)
  const refused = estimate.assumed.filter(({ refusal }) => refusal !== null)
  const [first] = refused
  if (
    answered.length === 0 &&
    first?.refusal &&
    refused.every(({ refusal }) => refusal?.code === first.refusal?.code)
  ) {
    return (
      <Empty title="The log cannot tell">
        <p>{first.refusal.reason}</p>
        <p>{first.refusal.remedy}</p>
      </Empty>
    )
  }
  return (
    <div className="stack">
      <p className="soft">
        From {formatValue(estimate.lists, 'count')} lists of {formatValue(estimate.users, 'count')} guests;{' '}
        {formatValue(estimate.reproduced, 'share')} of them could be worked out again.
      </p>
      {answered.map((assumed) => (
        <Answered key={assumed.assumption} assumed={assumed} logged={estimate.logged} />
      ))}
      {refused.map(({ assumption, refusal }) => (
        <Empty key={assumption} title={`${assumptionWords[assumption]}: the log cannot tell`}>
          {refusal?.reason} {refusal?.remedy}
        </Empty>
      ))}
    </div>
  )
}

const units: Readonly<Record<'orders' | 'revenue' | 'margin', Unit>> = {
  orders: 'orders',
  revenue: 'money',
  margin: 'money',
}
const estimatorWords = { ips: 'inverse propensity', snips: 'self-normalised', dr: 'doubly robust' } as const

function Answered({ assumed, logged }: { assumed: AssumedEstimate; logged: ProfileEstimate['logged'] }) {
  const { assumption, support, estimates } = assumed
  const range = ({ value, bootstrap, normal }: (typeof estimates)[number], unit: Unit) =>
    formatInterval({ mean: value, low: null, high: null, ...(bootstrap ?? normal) }, unit)
  return (
    <div className="stack-tight">
      <h3>{assumptionWords[assumption]}</h3>
      <p className="soft small">
        <Measure name="effectiveLists" /> {formatValue(support.effectiveLists, 'count')}
      </p>
      <Table
        caption={assumptionWords[assumption]}
        rows={estimates}
        keyOf={({ outcome, estimator }) => `${outcome}/${estimator}`}
        columns={[
          { key: 'outcome', head: 'Of a list', cell: ({ outcome }) => <Measure name={outcome} /> },
          { key: 'estimator', head: 'Estimator', cell: ({ estimator }) => estimatorWords[estimator] },
          {
            key: 'shown',
            head: 'What was shown brought',
            kind: 'number',
            cell: ({ outcome }) => formatValue(logged[outcome]?.value, units[outcome]),
          },
          {
            key: 'estimate',
            head: 'It would bring',
            kind: 'number',
            cell: (row) => range(row, units[row.outcome]),
          },
        ]}
      />
    </div>
  )
}
