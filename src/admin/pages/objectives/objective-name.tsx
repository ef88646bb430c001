import { objectiveColour, objectiveText } from '../../text/objectives.ts'
import { Swatch } from '../../ui/inputs.tsx'

export const ObjectiveName = ({ objective }: { objective: string }) => (
  <span className="nowrap">
    <Swatch colour={objectiveColour(objective)} /> {objectiveText(objective).label}
  </span>
)
