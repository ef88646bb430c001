export { runSteps, type Steps } from '../numeric/steps.ts'
