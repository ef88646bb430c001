import { PageHead } from '../../ui/page-head.tsx'
import { Empty } from '../../ui/states.tsx'

export default function HealthPage() {
  return (
    <>
      <PageHead title="Health" hint="Whether all is well." />
      <Empty title="Not built yet" />
    </>
  )
}
