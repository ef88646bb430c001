import { PageHead } from '../../ui/page-head.tsx'
import { Empty } from '../../ui/states.tsx'

export default function ModelsPage() {
  return (
    <>
      <PageHead title="Models" hint="What the lists believe." />
      <Empty title="Not built yet" />
    </>
  )
}
