import { test } from 'vitest'
import { expectApproved } from '../../tests/support/approved.ts'
import { loadPolicies } from './load.ts'
import { processingRegister, registerCsv } from './processing-register.ts'

const policies = loadPolicies('policies')
const DAG = '2026-11-23'
const register = processingRegister(policies, DAG)
/** Of landlords, and of a body with a designated municipality and fields of its own. */
const few = register.filter(({ id }) => ['wet/huur@1', 'wet/belastingdienst@1'].includes(id))

test('the register of processing says of each rule in force what VAR asks', () => {
  expectApproved(
    'processing-register',
    'which rules',
    register.map(({ id }) => id),
  )
  expectApproved('processing-register', 'two of them', few)
})

test('it is the same as a table', () => {
  expectApproved('processing-register', 'as a table', registerCsv(few).split('\r\n'))
})

test('what a rule leaves open, and the archive that it does not name, is said', () => {
  const [rule] = policies.regels.get('huur') ?? []
  if (rule === undefined) throw new Error('the set has no rent rule')
  const { archief: _, ...avg } = rule.file.avg
  const bare = { ...rule, file: { ...rule.file, avg } }
  const regels = new Map([['huur', [bare]]])
  expectApproved(
    'processing-register',
    'without an archive',
    processingRegister({ ...policies, regels }, DAG),
  )
})
