/* Ctrl-C and SIGTERM end the program at its next call of the host's, with its memory given back. */
#ifndef STOP_H
#define STOP_H

void stop_listen(void);
int stop_requested(void);

#endif
