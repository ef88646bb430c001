import { PageHead } from '../../ui/page-head.tsx'
import { Empty } from '../../ui/states.tsx'

export default function ProfilesPage() {
  return (
    <>
      <PageHead title="Profiles" hint="Whose wish the lists follow." />
      <Empty title="Not built yet" />
    </>
  )
}
