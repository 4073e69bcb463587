/**
 * The most entries that an application can put into a queue of the system without a structure of its own for each:
 * window messages, APCs, packets of a completion port. One more is refused. PostMessageW's page has this number; the
 * pages of the others have none. Source: page remarks.
 */
export const QUEUE_BOUND = 10_000;
