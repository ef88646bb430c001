export * from './api.ts'
export * from './client.ts'
export { ConnectionError, ProblemError } from './problem.ts'
