const key = { id: 'key_1351fe675c99', role: 'app', label: 'front end' }

export const keyListExample = {
  items: [
    {
      ...key,
      createdAt: '2026-11-24T12:22:06.463Z',
      revokedAt: null,
      expiresAt: '2027-12-31T00:00:00.000Z',
      replacedBy: null,
    },
  ],
  nextCursor: null,
}

export const newKeyExample = { ...key, key: 'maitre_app_…', expiresAt: '2027-12-31T00:00:00.000Z' }

export const rotatedKeyExample = { key: newKeyExample, oldExpiresAt: '2026-11-25T12:22:06.463Z' }
