import { PageHead } from '../../ui/page-head.tsx'
import { Empty } from '../../ui/states.tsx'

export default function ObjectivesPage() {
  return (
    <>
      <PageHead title="Objectives" hint="What each objective does to one list." />
      <Empty title="Not built yet" />
    </>
  )
}
