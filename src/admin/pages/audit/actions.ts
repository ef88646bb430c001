/** What the audit's actions are in words. */
const texts: Readonly<Record<string, string>> = {
  'profile.draft': 'Profile: draft saved',
  'profile.discard': 'Profile: draft discarded',
  'profile.publish': 'Profile: published',
  'profile.revert': 'Profile: reverted',
  'profile.default': 'Profile: made the default',
  'model.promote': 'Model: promoted',
  'model.rollback': 'Model: rolled back',
  'training.start': 'Training: started',
  'training.cancel': 'Training: cancelled',
  'experiment.create': 'Experiment: created',
  'experiment.edit': 'Experiment: edited',
  'experiment.start': 'Experiment: started',
  'experiment.stop': 'Experiment: stopped',
  'key.create': 'Key: made',
  'key.revoke': 'Key: revoked',
  'user.erase': 'User: erased',
}

/** An action in words; one that we have no words for is called by its own name. */
export const actionText = (action: string): string => texts[action] ?? action

export const actionsByKind = Object.entries(texts).map(([value, label]) => ({ value, label }))
