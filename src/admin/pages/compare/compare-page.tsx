import { PageHead } from '../../ui/page-head.tsx'
import { Empty } from '../../ui/states.tsx'

export default function ComparePage() {
  return (
    <>
      <PageHead title="Compare" hint="Profiles side by side." />
      <Empty title="Not built yet" />
    </>
  )
}
