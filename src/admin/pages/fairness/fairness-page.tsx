import { PageHead } from '../../ui/page-head.tsx'
import { Empty } from '../../ui/states.tsx'

export default function FairnessPage() {
  return (
    <>
      <PageHead title="Fairness" hint="Who is shown." />
      <Empty title="Not built yet" />
    </>
  )
}
