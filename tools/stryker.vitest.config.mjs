/** The tests of the policies alone: what they do not notice is not tested there. */
export default { test: { include: ['src/legal/**/*.test.ts'], isolate: false } }
