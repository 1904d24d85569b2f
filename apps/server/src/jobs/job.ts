/** Work that is done again and again beside the requests, by one process of the fleet at a time. */
export interface Job {
  /** When it runs: minute, hour, day, month, weekday, as cron writes them, in UTC. */
  readonly cron: string;
  /**
   * Whether there is something to do that should not wait for that. Each process asks once a second, so it must be
   * quick however much is stored; what it overlooks waits for the cron.
   */
  readonly isDue?: () => Promise<boolean>;
  /**
   * Does all that there is to do; ends early, at a place of its choice, where `stopped` turns true. After a failure
   * it is run again. It must bear that another process is still at it: after a loss of contact two may be.
   */
  run(stopped: () => boolean): Promise<void>;
}
