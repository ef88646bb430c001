import { PageHead } from '../../ui/page-head.tsx'
import { Empty } from '../../ui/states.tsx'

export default function TradeOffsPage() {
  return (
    <>
      <PageHead title="Trade-offs" hint="What more of one objective costs in another." />
      <Empty title="Not built yet" />
    </>
  )
}
