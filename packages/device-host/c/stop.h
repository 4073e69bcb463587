/* Ctrl-C and SIGTERM end the program at its next call of the host. Its memory is freed. */
#ifndef STOP_H
#define STOP_H

void stop_listen(void);
int stop_requested(void);

#endif
