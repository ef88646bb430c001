// Loaded into a service that a test started: it must not outlive the test run, however that ended.
process.on('disconnect', () => process.exit(1))
process.channel?.unref()
