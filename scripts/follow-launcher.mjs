// Loaded into the server by the launcher: when the launcher is gone, even by SIGKILL, the server stops too.
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
