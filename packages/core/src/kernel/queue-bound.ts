/**
 * The most entries of a queue for which the application provides no structure: window messages, APCs, packets of a
 * completion port. One more is refused. PostMessageW's page states this number; the other pages state no number.
 * Source: page remarks.
 */
export const QUEUE_BOUND = 10_000;
