import type { ProblemCode } from '../../../problem/problems.ts'

/** What the caller can do about each problem. */
export const remedies: Record<ProblemCode, string> = {
  'invalid-request':
    'Correct what errors lists: every faulty field of path, query and body is in it. Nothing was changed.',
  'malformed-json': 'Send one JSON object in UTF-8. NaN, Infinity, comments and trailing commas are no JSON.',
  'invalid-cursor':
    'Take nextCursor from the page before as it is, or leave cursor out to start at the beginning.',
  unauthenticated:
    'Send a key in the header X-API-Key. An administrator can make one; revoked and expired keys stay so.',
  forbidden:
    'Use a key of a role that may call this route; detail says which. The document at /openapi.json lists the roles of every route.',
  'route-not-found': 'Check the path against /openapi.json; upper and lower case matter.',
  'restaurant-not-found': 'Check the id, percent-encoded in the path; PUT makes a restaurant.',
  'user-not-found':
    'Check the id, percent-encoded in the path; PUT makes a user. Recommendations need no known user.',
  'profile-not-found':
    'GET /v1/profiles lists the keys. An unknown profile is never replaced by another one in silence.',
  'revision-not-found': 'GET /v1/profiles/{key}/revisions lists the revisions.',
  'draft-not-found': 'PUT /v1/profiles/{key}/draft makes one.',
  'recommendation-not-found':
    'Decisions are logged a moment after the answer; ids of erased users and of long ago are gone.',
  'model-not-found': 'GET /v1/admin/models lists the versions.',
  'training-run-not-found': 'GET /v1/admin/training-runs lists the runs.',
  'experiment-not-found': 'GET /v1/admin/experiments lists the keys.',
  'key-not-found': 'GET /v1/admin/keys lists the keys; revoked and expired ones stay so.',
  'method-not-allowed': 'The header Allow lists the methods that this path takes.',
  'request-timeout': 'Send the body faster, or less of it at once.',
  conflict: 'Read the present state and decide again; detail says what stood in the way.',
  'draft-changed':
    'Read the profile again, look at what changed, and put or publish the draft on top of that.',
  'nothing-to-publish': 'Nothing needs to be done: what is live says the same already.',
  'nothing-to-analyse':
    'Import orders, or ask for recommendations first; a `since` further back may help too.',
  'experiment-exists': 'Choose another key, or PUT the draft that has it; what was started keeps its key.',
  'experiment-scope-taken':
    'Two experiments never share a request: stop the one that detail names, or give this one another scope.',
  'training-under-way':
    'One run at a time, across all processes: wait for it (GET /v1/admin/training-runs tells how long), or cancel it.',
  'body-too-large': 'Split the request; imports take any number of lines as a stream.',
  'unsupported-media-type':
    'Set Content-Type to what the route reads: application/json, or application/x-ndjson for imports.',
  'headers-too-large': 'Shorten the path, the query or the headers; together they may have 16 KiB.',
  'too-many-requests':
    'Wait as long as Retry-After says; the RateLimit headers of every answer tell what is left.',
  internal: 'Try again; if it persists, tell us the instance.',
  overloaded:
    'Nothing was done: try again after Retry-After seconds, and no sooner. Show what you have meanwhile; interactions are to be kept and sent again.',
  'client-gone': 'Nobody reads this: the connection was closed before the answer was there.',
  unavailable:
    'Try again after Retry-After seconds. Sending the same again does no harm: interactions count once by their id, and PUT and PATCH lead to the same state. Only where the connection broke at the very commit was the change kept before.',
}
