import type { ProfileSettings } from '../../../client/index.ts'
import { Panel } from '../../ui/panel.tsx'
import { settingsInWords } from './settings-words.ts'
import './profiles.css'

/** What a profile says, in plain words. */
export const SettingsPanel = ({ title, settings }: { title: string; settings: ProfileSettings }) => (
  <Panel title={title}>
    <dl className="settings-words">
      {settingsInWords(settings).map(({ label, words }) => (
        <div key={label} className="settings-statement">
          <dt>{label}</dt>
          <dd>
            {words.length === 1 ? (
              words[0]
            ) : (
              <ul>
                {words.map((each) => (
                  <li key={each}>{each}</li>
                ))}
              </ul>
            )}
          </dd>
        </div>
      ))}
    </dl>
  </Panel>
)
